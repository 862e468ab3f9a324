"""Files that left Facebook by other roads in; Found posts out. Pure readers over file objects."""
