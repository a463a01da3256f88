#!/usr/bin/env bash
# What the hub on one machine starts for a learner, under their own account: the course comes, then their server.
. "$(dirname "$0")/bring-course.sh"
if [ "$(id -u)" = 0 ]; then  # a trial inside a container
    set -- --allow-root "$@"
fi
exec jupyterhub-singleuser "$@"
