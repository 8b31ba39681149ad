"""The nouns: catalog records, scenario, problem, plan, faults and words.

- ``applicant``: who applies, with which letters, and where she would like to be
- ``catalog``: all records together, to be looked up by key, and bounds of assumptions
- ``columns``: the columns of the catalog: their cells as values, what is said of them
- ``faults``: what is wrong with an input: where, what, what is allowed
- ``found_out``: what the applicant found out: dated, and above the catalog
- ``plan``: what is answered: a plan with its proof, or no plan
- ``problem``: what is asked: one catalog and one scenario
- ``records``: the records of the catalog: what exists, apart from any applicant
- ``replies``: what hosts have answered to requests, and what that means for every plan
- ``scenario``: the scenario: what one applicant has and wants
- ``starts``: when an offering may start, and the ids of blocks
- ``terms``: what a host asks for, pays back, and when it takes applications
- ``ways_out``: how a rule gives way: loosened, dropped or settled
- ``words``: numbers, dates, states and fields of PM&R in words, the same everywhere
"""
