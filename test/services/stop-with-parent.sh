# Runs a server as a child and interrupts it when standard input closes; then removes its data.
# Arguments: the data folder, the program and its arguments.
data=$1
shift
exec 3<&0
"$@" &
server=$!
{ read -r _ <&3; kill -INT "$server"; } 2>/dev/null &
watcher=$!
wait "$server"
kill "$watcher" 2>/dev/null
rm -rf "$data" 2>/dev/null
