"""The match value held against what is published, misses included.

- ``checks``: each published figure beside the model's, with a tolerance
- ``population``: non-US IMGs who put PM&R first: how many interviews, who matches
- ``ranges``: where the figures shown lie in their own ranges
"""
