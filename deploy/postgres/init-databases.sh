#!/bin/bash
# Run once by the postgres image on an empty volume: a database and a role per service, none of which can enter another's.
# Passwords come from POSTGRES_<SERVICE>_PASSWORD.
set -euo pipefail

sql() { psql --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres "$@"; }

sql --command 'REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC'
for service in onboarding scoring credit collections partners ops sandbox; do
    variable=POSTGRES_${service^^}_PASSWORD
    [ -n "${!variable:-}" ] || continue # the sandbox has none where it does not run
    sql --set=role="$service" --set=password="${!variable}" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
done
