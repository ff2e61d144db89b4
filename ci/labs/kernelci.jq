# The results of pidlab as those of another CI system and of its build: see kernelci.md.
# usage: jq --arg origin SYSTEM --arg build BUILD_ID -f kernelci.jq
del(.checkouts, .builds)
| .tests[] |= (.origin = $origin | .build_id = $build | .id |= sub("^pidlab:"; $origin + ":"))
