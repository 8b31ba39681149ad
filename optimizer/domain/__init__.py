"""The nouns: catalog records, scenario, problem, plan, faults and words.

- ``block_id``: the id of a block: an offering on one date, or on any
- ``cells``: the cells of a CSV file as values, by the types of the fields they fill
- ``faults``: what is wrong with an input, in plain sentences: where, what, what is
  allowed
- ``fields``: the columns of programs and offerings in words, one name for each
- ``found_out``: what the applicant found out by asking: it wins over the catalog, and
  is dated
- ``parameters``: the assumptions the model reads by name, and the bounds each must keep
- ``plan``: what is answered: a plan with its proof, or no plan
- ``problem``: A problem: one catalog and one scenario
- ``records``: the catalog: what exists, apart from any applicant
- ``replies``: what hosts have answered to requests, and what that means for every plan
- ``reuse``: a result found once serves every problem that would read the same
- ``scenario``: the scenario: what one applicant has and wants
- ``starts``: when an offering may start: the four ways to write ``starts``, and their
  dates
- ``vocabulary``: what the short codes of a catalog stand for: states and focus areas
- ``ways_out``: how a rule gives way: what each rule says about being loosened, dropped
  and settled
- ``words``: numbers and dates in words, the same in every sentence of the library
"""
