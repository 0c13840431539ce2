"""Models: trains the networks of ml-draw-digit as the book does, and writes them for the page (`make models`)."""
