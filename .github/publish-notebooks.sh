#!/usr/bin/env bash
# Publish the notebooks: make them, their wheel and .binder the whole content of the branch `notebooks` of a repository.
# Usage, after make book: .github/publish-notebooks.sh REMOTE
# Where nothing changed nothing is pushed, because Binder makes its image anew for every commit.
set -euo pipefail
remote=${1:?"name the repository to push to"}
cd "$(dirname "$0")/.."
branch=$(mktemp -d)
trap 'rm -rf "$branch"' EXIT
cp -R _build/notebooks/. _build/html/wheels .binder "$branch"
mv "$branch/.binder/README.md" "$branch/README.md"
cd "$branch"
git init --quiet --initial-branch=notebooks
git add --all
if git fetch --quiet --depth=1 "$remote" notebooks 2>/dev/null &&
    [ "$(git rev-parse 'FETCH_HEAD^{tree}')" = "$(git write-tree)" ]; then
    echo "The branch notebooks is up to date."
    exit 0
fi
git -c user.name="notebooks" -c user.email="notebooks@users.noreply.github.com" \
    commit --quiet --message="Notebooks of ${GITHUB_SHA:-a local build}"
git push --quiet --force "$remote" notebooks
echo "The branch notebooks was replaced."
