"""What the user sees: the only Streamlit code besides ``app.py``."""
