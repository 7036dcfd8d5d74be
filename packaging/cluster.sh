#!/usr/bin/env bash
# A whole cluster to try, on the loopback and in a folder of its own: a Redis Cluster (3 masters, 3 replicas), headless
# nodes, and nginx that spreads devices over them.
#   packaging/cluster.sh up [--nodes N] [--dir DIR] [--port PORT] [--program FILE]
#   packaging/cluster.sh status [--dir DIR]
#   packaging/cluster.sh down [--dir DIR]
# up installs and builds what is missing, waits until all is well, and prints how to watch and send. PORT is nginx's,
# where devices connect; the default is a free one. down ends what up started, nothing else, and removes the folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"
top=$(dirname "$here")

nodes=2 port= program= dir=
if [ -n "${XDG_RUNTIME_DIR:-}" ]; then dir=$XDG_RUNTIME_DIR/linekeeper/cluster; else dir=$HOME/.cache/linekeeper/cluster; fi
redis_count=6

usage() { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
die() { say "$*"; exit 1; }
misused() { say "$*"; exit 2; }
is_number() { [[ $1 =~ ^[1-9][0-9]{0,4}$ ]]; }

# A process is known by its id and the moment it started: an id alone may be another's by now.
started_at() { local stat; stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${stat##*) }; [ "$1" != Z ] && printf '%s' "${20}"; }
is_alive() {  # NAME
  local pid since
  read -r pid since <"$dir/$1.pid" 2>/dev/null && [ -n "$since" ] && [ "$(started_at "$pid")" = "$since" ]
}
names() { local file; for file in "$dir"/*.pid; do [ -e "$file" ] && basename "$file" .pid; done; }
is_up() { [ -e "$dir/linekeeper-cluster" ]; }

# launch NAME COMMAND…: in the background, its output in the folder.
launch() {
  local name=$1 pid
  shift
  (cd "$dir" && exec setsid "$@" </dev/null >"$dir/$name.out" 2>"$dir/$name.log") &
  pid=$!
  printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$dir/$name.pid"
}

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $deadline ] || { say "$what did not happen"; return 1; }
    sleep 0.1
  done
}

has_ended() { ! is_alive "$1"; }
end_process() {  # NAME: asks, and after 20 s insists
  local pid began now
  read -r pid began <"$dir/$1.pid"
  if is_alive "$1"; then
    kill -TERM "$pid" 2>/dev/null || true
    wait_for 20 "the end of $1" has_ended "$1" || kill -KILL "$pid" 2>/dev/null || true
  fi
  # Workers of an nginx that was killed: its group, which is nobody else's while the number is not.
  now=$(started_at "$pid") || true
  [ -n "$now" ] && [ "$now" != "$began" ] || kill -TERM -- "-$pid" 2>/dev/null || true
}

# Nodes first, so that they can say goodbye to Redis; all of them at once.
end_all() {
  local kind name ends
  for kind in nginx node redis; do
    ends=()
    for name in $(names | grep "^$kind" || true); do
      end_process "$name" &
      ends+=($!)
    done
    [ ${#ends[@]} -eq 0 ] || wait "${ends[@]}"
  done
  rm -rf "$dir"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# A port that nothing listens on, nor on the one 10000 above it, which a Redis of a cluster takes too; not handed out
# before.
handed=' '
free_port() {
  local candidate attempt
  for attempt in {1..200}; do
    candidate=$((12000 + RANDOM % 10000))
    case "$handed" in *" $candidate "*) continue ;; esac
    if ! listens $candidate && ! listens $((candidate + 10000)); then
      handed+="$candidate "
      found=$candidate
      return 0
    fi
  done
  die "found no free port between 12000 and 22000"
}

redis() { local at=$1; shift; redis-cli -h 127.0.0.1 -p "$at" "$@"; }
redis_answers() { [ "$(redis "$1" PING 2>/dev/null)" = PONG ]; }
redis_is_well() {  # PORT: in a cluster that works, and, if it is a replica, has its master's data
  redis "$1" CLUSTER INFO | grep -q '^cluster_state:ok' || return 1
  ! redis "$1" INFO replication | grep -q '^master_link_status:down'
}
has_replicas() { [ "$(redis "$1" CLUSTER NODES | grep -c ' slave\|,slave')" -eq 3 ]; }
is_ready() { grep -q '^ready ' "$dir/$1.out" || ! is_alive "$1"; }
all_nodes_known() {
  local answer
  answer=$("$program" nodes --redis "$url" --json 2>"$dir/nodes.log") || return 1
  [ "$(grep -o '"id"' <<<"$answer" | wc -l)" -ge "$nodes" ]
}

start_redis() {
  local i at addresses=()
  for ((i = 1; i <= redis_count; i++)); do
    free_port
    at=$found
    mkdir "$dir/redis-$i.d"
    printf '%s\n' "bind 127.0.0.1" "port $at" "dir $dir/redis-$i.d" "daemonize no" 'save ""' "appendonly no" \
      "cluster-enabled yes" "cluster-node-timeout 2000" "repl-diskless-sync-delay 0" "shutdown-timeout 0" >"$dir/redis-$i.conf"
    launch "redis-$i" redis-server "$dir/redis-$i.conf"
    redis_ports+=("$at")
    addresses+=("127.0.0.1:$at")
  done
  for at in "${redis_ports[@]}"; do wait_for 10 "an answer of Redis on port $at" redis_answers "$at"; done
  redis-cli --cluster create "${addresses[@]}" --cluster-replicas 1 --cluster-yes >"$dir/create.log" 2>&1 ||
    { tail -n 20 "$dir/create.log" >&2; die "redis-cli could not join the Redis servers to a cluster; see above"; }
  for at in "${redis_ports[@]}"; do
    wait_for 20 "the cluster's replicas, as seen from port $at," has_replicas "$at"
    wait_for 20 "the cluster's health, as seen from port $at," redis_is_well "$at"
  done
  url="redis+cluster://$(IFS=,; printf '%s' "${addresses[*]}")"
}

start_nodes() {
  local i line
  for ((i = 1; i <= nodes; i++)); do
    launch "node-$i" "$program" --headless --config "$dir/node.ini" --node-id "node-$i" --listen 127.0.0.1:0 \
      --metrics 127.0.0.1:0 --redis "$url"
  done
  for ((i = 1; i <= nodes; i++)); do
    wait_for 30 "node-$i's start" is_ready "node-$i"
    line=$(cat "$dir/node-$i.out")
    [ -n "$line" ] || { cat "$dir/node-$i.log" >&2; die "node-$i did not start; see above"; }
    line=${line#*listen=127.0.0.1:}
    node_ports+=("${line%% *}")
    line=${line#*metrics=}
    metrics+=("${line%% *}")
  done
  wait_for 20 "the meeting of all nodes in Redis" all_nodes_known || { cat "$dir/nodes.log" >&2; return 1; }
}

start_nginx() {
  local node_port module=/usr/lib/nginx/modules/ngx_stream_module.so
  if [ -z "$port" ]; then free_port; port=$found; fi
  {
    printf '%s\n' "load_module $module;" "daemon off;" "pid $dir/nginx.own;" "error_log $dir/nginx.log notice;" \
      "worker_processes 1;" "events { worker_connections 8192; }" "stream {" "  upstream nodes {" \
      "    hash \$remote_addr consistent;"
    for node_port in "${node_ports[@]}"; do echo "    server 127.0.0.1:$node_port max_fails=1 fail_timeout=5s;"; done
    printf '%s\n' "  }" "  server {" "    listen 127.0.0.1:$port;" "    proxy_connect_timeout 2s;" \
      "    proxy_timeout 10m;" "    proxy_pass nodes;" "  }" "}"
  } >"$dir/nginx.conf"
  launch nginx "$nginx" -p "$dir" -c "$dir/nginx.conf" -e "$dir/nginx.log"
  wait_for 10 "nginx's start" listens "$port" && is_alive nginx ||
    { cat "$dir/nginx.log" >&2; die "nginx did not start; see above"; }
}

summary() {
  local i shown=$program
  case "$shown" in "$PWD"/*) shown=${shown#"$PWD"/} ;; esac
  cat <<END
The cluster is up, in $dir

  devices connect to   127.0.0.1:$port (nginx)
END
  for ((i = 0; i < nodes; i++)); do
    printf '  node-%-16s 127.0.0.1:%s, http://%s/metrics\n' $((i + 1)) "${node_ports[i]}" "${metrics[i]}"
  done
  cat <<END
  Redis                127.0.0.1, ports ${redis_ports[*]}

Give it devices:
  $shown simulate --target 127.0.0.1:$port --devices 200
Watch it, in the console or in a terminal:
  $shown --redis $url --set node.listen=
  $shown nodes --redis $url
  $shown devices --redis $url --watch
Send:
  $shown send --redis $url sim-1 "relay on"
  redis-cli -c -p ${redis_ports[0]} PUBLISH lk:cmd '{"id":"c-1","device":"sim-1","payload":"relay on"}'
  redis-cli -c -p ${redis_ports[0]} SUBSCRIBE lk:result
End it:
  packaging/cluster.sh down$([ -z "$dir_given" ] || printf ' --dir %q' "$dir")
END
}

up() {
  if is_up; then
    local name alive=0
    for name in $(names); do is_alive "$name" && alive=$((alive + 1)); done
    [ $alive -eq 0 ] || die "it is up already, in $dir; \"down\" ends it, \"status\" shows it"
    say "removing what a cluster that is no more has left in $dir"
    end_all
  fi
  install_missing "${CLUSTER_PACKAGES[@]}"
  nginx=$(PATH=$PATH:/usr/sbin command -v nginx)
  if [ -z "$program" ]; then
    program=$top/build/linux-release/linekeeper
    [ -x "$program" ] || build_release
  fi
  [ -x "$program" ] || die "$program is no program"
  [ -z "$port" ] || ! listens "$port" || die "port $port is taken; leave --port out for a free one"
  mkdir -p "$(dirname "$dir")"
  mkdir -m 700 "$dir" || die "$dir is there and is no cluster's folder; choose another with --dir"
  trap 'code=$?; [ $code -eq 0 ] || { say "ending what was started"; end_all; }; exit $code' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  : >"$dir/linekeeper-cluster"
  : >"$dir/node.ini"
  redis_ports=() node_ports=() metrics=()
  say "starting Redis, $nodes nodes and nginx"
  start_redis
  start_nodes
  start_nginx
  summary | tee "$dir/summary"
}

status() {
  is_up || { say "there is no cluster in $dir; \"up\" starts one"; return 1; }
  local name pid result=0
  cat "$dir/summary" 2>/dev/null || { say "it is still starting, or its start was killed"; result=1; }
  printf '\n'
  for name in $(names); do
    read -r pid _ <"$dir/$name.pid"
    if is_alive "$name"; then printf '%-10s runs, process %s\n' "$name" "$pid"
    else printf '%-10s has ended; its log: %s\n' "$name" "$dir/$name.log"; result=1; fi
  done
  return $result
}

down() {
  is_up || { say "there is no cluster in $dir"; return 1; }
  end_all
  say "the cluster in $dir has ended"
}

command=${1:-}
case "$command" in up | down | status) shift ;; *) usage ;; esac
dir_given=
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case "$command $1" in
    *" --dir") dir=$2 dir_given=1 ;;
    "up --nodes") is_number "$2" && [ "$2" -le 20 ] || misused "--nodes takes 1 to 20"; nodes=$2 ;;
    "up --port") is_number "$2" && [ "$2" -le 65535 ] || misused "--port takes 1 to 65535"; port=$2 ;;
    "up --program") program=$(realpath -- "$2") ;;
    *) usage ;;
  esac
  shift 2
done
dir=$(realpath -m -- "$dir")
"$command"
