"""fb-watch demo"""
