"""The nouns: catalog records, scenario, problem, plan, faults and words.

- ``block_id``: the id of a block: an offering on one date, or on any
- ``catalog_columns``: the columns of offerings in words, one name for each, and by file
  those of all
- ``cells``: the cells of a CSV file as values, by the types of the fields they fill
- ``faults``: what is wrong with an input, in plain sentences: where, what, what is
  allowed
- ``found_out``: what the applicant found out by asking: it wins over the catalog, and
  is dated
- ``parameters``: the assumptions the model reads by name, and the bounds each must keep
- ``plan``: what is answered: a plan with its proof, or no plan
- ``problem``: what is asked: one catalog and one scenario; a result serves all that
  would read the same
- ``program_columns``: what is said of a column of the catalog, and the columns of
  programs in words
- ``records``: the catalog: what exists, apart from any applicant
- ``replies``: what hosts have answered to requests, and what that means for every plan
- ``scenario``: the scenario: what one applicant has and wants
- ``starts``: when an offering may start: the four ways to write ``starts``, and their
  dates
- ``visas``: ways to enter the US for a rotation, and the days each allows
- ``ways_out``: how a rule gives way: what each rule says about being loosened, dropped
  and settled
- ``words``: numbers, dates, states and fields of PM&R in words, the same everywhere
"""
