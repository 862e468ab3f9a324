"""In: the home folder and the environment. Out: settings, pages, codebook, tokens; reads disk."""
