#!/bin/sh
# Writes .env and the development issuer's key for docker-compose.yml: every secret random, made once, readable by its owner only.
set -eu
cd "$(dirname "$0")/../.."

services='onboarding scoring credit collections partners ops sandbox'
key_folder=.run/compose

password() { openssl rand -hex 24; }
key() { openssl rand -base64 32; }

if [ -e .env ]; then
    printf '.env 已存在,保持不变。\n.env exists and stays as it is.\n'
    exit 0
fi
umask 077
mkdir -p "$key_folder"
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$key_folder/issuer.pem"
chmod 644 "$key_folder/issuer.pem" # the container's user reads it; the folder keeps everybody else out

clients=
{
    printf 'POSTGRES_PASSWORD=%s\n' "$(password)"
    for service in $services; do
        name=$(printf '%s' "$service" | tr '[:lower:]' '[:upper:]')
        secret=$(password)
        clients="$clients\"$service\": \"$secret\", "
        printf '%s_DATABASE_PASSWORD=%s\n' "$name" "$(password)"
        printf '%s_CLIENT_SECRET=%s\n' "$name" "$secret"
        printf "%s_FIELD_KEYS='{\"k1\": \"%s\"}'\n" "$name" "$(key)"
        printf '%s_HASH_KEY=%s\n' "$name" "$(key)"
        printf '%s_CURSOR_KEY=%s\n' "$name" "$(key)"
    done
    printf 'OPS_SESSION_KEY=%s\n' "$(key)"
    printf "SANDBOX_CLIENTS='{%s\"o2o-tool\": \"%s\", \"core-firm\": \"%s\"}'\n" "$clients" "$(password)" "$(password)"
    printf "SERVICE_URLS='{%s, %s, %s, %s, %s, %s, %s}'\n" \
        '"onboarding": "http://onboarding:8001"' '"scoring": "http://scoring:8002"' '"credit": "http://credit:8003"' \
        '"collections": "http://collections:8004"' '"partners": "http://partners:8005"' '"ops": "http://ops:8006"' \
        '"sandbox": "http://sandbox:8090"'
} >.env
