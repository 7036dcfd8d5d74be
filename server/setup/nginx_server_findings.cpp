#include "server/base/duration.h"
#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestConnect{1'000};
constexpr milliseconds kLongestConnect{3'000};

// A round time for people, at least as long.
std::string roundedUp(milliseconds atLeast) {
  using std::chrono::minutes;
  const auto whole = std::chrono::ceil<minutes>(atLeast);
  return std::to_string(whole.count()) + 'm';
}

void proxyTimeout(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings) {
  const NginxValue value = valueOf(server, "proxy_timeout", "10m");
  const auto time = parseNginxTime(value.value);
  const milliseconds keepalive = look.around.settings.keepaliveMax;
  if (!time || 2 * *time > 3 * keepalive) return;
  findings.push_back(
      {.id = "nginx.proxy-timeout-short",
       .grade = Grade::Problem,
       .title = text("nginx cuts devices that are silent for {0}", nginxTimeText(*time)),
       .evidence = {value.seen, text("node.keepalive-max = {0}: a device may be silent for that long, and "
                                     "for half as long again",
                                     formatDuration(keepalive))},
       .why = text("proxy_timeout must be above 1.5 × keepalive-max. Otherwise healthy devices that have "
                   "nothing to say are cut, and neither they nor the node are told why."),
       .fix = look.written(text("In {0}, write: proxy_timeout {1};", value.where, roundedUp(2 * keepalive)))});
}

void connectTimeout(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings) {
  const NginxValue value = valueOf(server, "proxy_connect_timeout", "60s");
  const auto time = parseNginxTime(value.value);
  if (!time || (*time >= kShortestConnect && *time <= kLongestConnect)) return;
  const bool tooLong = *time > kLongestConnect;
  findings.push_back(
      {.id = tooLong ? "nginx.connect-timeout-long" : "nginx.connect-timeout-short",
       .grade = Grade::Warning,
       .title = tooLong ? text("nginx waits {0} for a dead node before it tries the next", nginxTimeText(*time))
                        : text("nginx gives a node only {0} to take a connection", nginxTimeText(*time)),
       .evidence = {value.seen},
       .why =
           tooLong
               ? text("A node whose machine is gone answers nothing at all. Its devices are held up for that long, and "
                      "most give up before.")
               : text("A node that is busy for a moment, as after a restart, counts as dead, and its devices are sent "
                      "to others."),
       .fix = look.written(text("In {0}, write: proxy_connect_timeout 2s;", value.where))});
}

void nextUpstream(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings) {
  const NginxValue value = valueOf(server, "proxy_next_upstream", "on");
  if (value.value != "off" || server.upstream->peers.size() < 2) return;
  findings.push_back({.id = "nginx.next-upstream-off",
                      .grade = Grade::Warning,
                      .title = text("nginx tries no other node when one does not answer"),
                      .evidence = {value.seen},
                      .why = text("While a node is down, the devices whose place it is are turned away."),
                      .fix = look.written(text("In {0}, write: proxy_next_upstream on;", value.where))});
}

void soKeepalive(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings) {
  // nginx for Windows knows the word on only.
  const char* right = look.facts.kind == System::Kind::Windows ? "so_keepalive=on" : "so_keepalive=60s:10s:3";
  for (const NginxListen& listen : server.listens) {
    if (listen.udp || (!listen.soKeepalive.empty() && listen.soKeepalive != "off")) continue;
    if (listen.text.starts_with("unix:")) continue;
    findings.push_back(
        {.id = "nginx.so-keepalive-missing",
         .grade = Grade::Warning,
         .title = text("nginx does not notice devices that vanish: no so_keepalive on listen {0}", listen.text),
         .evidence = {seenAt(*listen.line)},
         .why = text("A device that loses its power or its network says nothing. TCP's own probes free its "
                     "connection, and what NAT knows of it stays alive."),
         .fix = look.written(text("In {0}, write: listen {1} {2};", listen.line->place.text(),
                                  argumentsWithout(*listen.line, {"so_keepalive"}), right))});
  }
}

}  // namespace

std::vector<Finding> nginxServerFindings(const NginxLook& look) {
  std::vector<Finding> findings;
  if (look.ours.empty()) return {look.notLookedAt("nginx.server")};
  std::vector<Text> seen;
  for (const NginxStreamServer* server : look.ours) {
    proxyTimeout(look, *server, findings);
    connectTimeout(look, *server, findings);
    nextUpstream(look, *server, findings);
    findProxyProtocol(look, *server, findings);
    soKeepalive(look, *server, findings);
    seen.push_back(valueOf(*server, "proxy_timeout", "10m").seen);
    seen.push_back(valueOf(*server, "proxy_connect_timeout", "60s").seen);
    seen.push_back(valueOf(*server, "proxy_protocol", "off").seen);
  }
  if (findings.empty()) {
    findings.push_back({.id = "nginx.server",
                        .grade = Grade::Good,
                        .title = text("nginx leaves silent devices alone, and leaves dead nodes soon"),
                        .evidence = std::move(seen),
                        .why = {},
                        .fix = {}});
  }
  return findings;
}

}  // namespace lk::setup
