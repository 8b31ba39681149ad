"""Speed and scale of the solver beside other exact and greedy methods."""
