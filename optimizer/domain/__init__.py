"""The nouns: catalog records, scenario, problem, plan, faults and words.

- ``cells``: the cells of a CSV file as values, by the types of the fields they fill
- ``faults``: what is wrong with an input, in plain sentences: where, what, what is
  allowed
- ``fields``: the columns of programs and offerings in words, one name for each
- ``found_out``: what the applicant found out by asking: it wins over the catalog, and
  is dated
- ``parameters``: the assumptions the model reads by name, and the bounds each must keep
- ``plan``: what is answered: a plan with its proof, or no plan
- ``presets``: starting points: typical applicants, each a change of the default
  scenario
- ``problem``: A problem: one catalog and one scenario
- ``records``: the catalog: what exists, apart from any applicant
- ``replies``: what hosts have answered to requests, and what that means for every plan
- ``scenario``: the scenario: what one applicant has and wants
- ``scenario_fields``: the fields of a scenario by path, and in which of them scenarios
  differ
- ``spreadsheet_cells``: text that a spreadsheet shows as it is: no formula runs when a
  file is opened
- ``starts``: when an offering may start: the four ways to write ``starts``, and their
  dates
- ``vocabulary``: what the short codes of a catalog stand for: states and focus areas
- ``words``: numbers and dates in words, the same in every sentence of the library
"""
