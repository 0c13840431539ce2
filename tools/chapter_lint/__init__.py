"""Chapter lint: `page` reads a chapter, `rules_*` judge it, `linter` puts both together."""
