#!/bin/sh
# Hitlake __VERSION__ for __PLATFORM__: a program in one file. At its first run it unpacks itself, into a folder of its user's.
set -eu

build=__BUILD__

refuse() {
    echo "hitlake: $1" >&2
    exit 1
}

# The first of these folders that can be written; systemd names CACHE_DIRECTORY.
find_home() {
    for folder in "${HITLAKE_UNPACK:-}" "${CACHE_DIRECTORY:-}" "${XDG_CACHE_HOME:-}/hitlake" "${HOME:-}/.cache/hitlake"; do
        case $folder in "" | /hitlake | /.cache/hitlake) continue ;; esac
        if mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then
            home=$folder
            return
        fi
    done
    refuse "no folder to unpack into: name one that can be written, as HITLAKE_UNPACK=/var/cache/hitlake"
}

unpack() {
    [ -t 2 ] && echo "Unpacking once into $home ..." >&2
    tmp=$(mktemp -d "$home/unpacking.XXXXXX") || refuse "$home cannot be written"
    trap 'rm -rf "$tmp"' EXIT INT TERM
    tail -c +__OFFSET__ "$0" | tar -xzf - -C "$tmp" || refuse "$home: unpacking failed; is there room for 400 MB?"
    "$tmp/hitlake/unpack" "$tmp/hitlake" || refuse "$home: unpacking failed; is there room for 400 MB?"
    # Somebody else may have been faster: then the move fails, and theirs is as good.
    mv -T "$tmp/hitlake" "$home/$build" 2>/dev/null || [ -x "$home/$build/hitlake" ]
    rm -rf "$tmp"
    trap - EXIT INT TERM
    remove_older
}

# Not those that still run: a program reads from its folder for as long as it lives.
remove_older() {
    for old in "$home"/build-*; do
        [ "$old" = "$home/$build" ] && continue
        ls -l /proc/[0-9]*/exe 2>/dev/null | grep -qF "$old/" || rm -rf "$old"
    done
}

find_home
[ -x "$home/$build/hitlake" ] || unpack
unset HITLAKE_UNPACK
exec "$home/$build/hitlake" "$@"
