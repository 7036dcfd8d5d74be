#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Finding unreadable(const NginxLook& look) {
  const Error& error = look.facts.config.error();
  Finding finding{.id = "nginx.config-unreadable",
                  .grade = Grade::Unknown,
                  .title = text("nginx's configuration cannot be read whole"),
                  .evidence = {text("{0}", error.text)},
                  .why = {},
                  .fix = {}};
  if (look.facts.binaries.empty()) {
    finding.id = "nginx.config";
    finding.title = text("Not looked at, as there is no nginx on this machine");
  } else if (error.code == Error::Code::Protocol) {
    finding.id = "nginx.config-broken";
    finding.grade = Grade::Problem;
    finding.title = text("nginx's configuration is broken");
    finding.why = text("nginx neither starts nor reloads with it. If it runs, it runs with what it read before.");
    finding.fix = Fix{text("Mend the line that is named, then test."), {look.facts.commandText({"-t"})}, {}};
  } else if (error.code == Error::Code::NotFound) {
    finding.id = "nginx.config-missing";
    finding.grade = Grade::Problem;
    finding.title = text("A file of nginx's configuration is not there");
    finding.why = text("nginx neither starts nor reloads without it.");
    finding.fix =
        Fix{text("Restore the file, take its include out, or set nginx.config to the main file that is used."),
            {look.facts.commandText({"-t"})},
            {}};
  } else if (error.code == Error::Code::NotPermitted) {
    finding.fix = Fix{text("Run the check as a user who may read it, for example with sudo."), {}, {}};
  }
  return finding;
}

// Blocks of this name below the top level, with the names of what is around them.
struct Misplaced {
  const NginxDirective* directive;
  const NginxDirective* around;
};

void collectMisplaced(const NginxDirective& block, std::vector<Misplaced>& found) {
  for (const NginxDirective& inner : block.block) {
    if (inner.name == "stream" && inner.hasBlock && !block.name.empty()) found.push_back({&inner, &block});
    collectMisplaced(inner, found);
  }
}

void misplacedStreams(const NginxLook& look, std::vector<Finding>& findings) {
  std::vector<Misplaced> misplaced;
  collectMisplaced(look.whole(), misplaced);
  for (const auto& [stream, around] : misplaced) {
    Finding finding{
        .id = around->name == "http" ? "nginx.stream-inside-http" : "nginx.stream-misplaced",
        .grade = Grade::Problem,
        .title = text("The stream block stands inside {0}; it must stand beside it", around->name),
        .evidence = {seenAt(*stream), seenAt(*around)},
        .why =
            text("nginx refuses the whole configuration: \"stream\" directive is not allowed here. It does not start, "
                 "or runs on with the old one."),
        .fix = look.written(
            text("Cut the stream block out of {0} and put it at the top level of {1}, behind the } of {2}.",
                 stream->place.text(), look.facts.configFile, around->name))};
    if (stream->place.file != around->place.file) {
      finding.evidence.push_back(
          text("{0} is included inside {1}, as conf.d and sites-enabled are", stream->place.file, around->name));
      finding.fix->text = text(
          "Move {0} to a folder that is not included inside {1}, for example to "
          "/etc/nginx/stream.d/linekeeper.conf, and write at the end of {2}, outside of every block: "
          "include /etc/nginx/stream.d/*.conf;",
          stream->place.file, around->name, look.facts.configFile);
    }
    findings.push_back(std::move(finding));
  }
}

std::string shortBlock(const NginxLook& look) {
  std::string servers;
  for (const NodeFact& node : look.around.nodes) {
    const std::string address = addressForNginx(node);
    if (node.live && !node.draining && !address.empty()) servers += " server " + address + ';';
  }
  return "stream { upstream nodes { hash $remote_addr consistent;" + servers +
         " } server { listen PORT so_keepalive=on; proxy_connect_timeout 2s; proxy_timeout " +
         nginxTime(2 * look.around.settings.keepaliveMax) + "; proxy_pass nodes; } }";
}

void noStream(const NginxLook& look, std::vector<Finding>& findings) {
  Finding finding{
      .id = "nginx.stream-missing",
      .grade = look.ifNeeded(Grade::Problem),
      .title = text("There is no stream block in nginx's configuration"),
      .evidence = {text("{0} and the {1} files it includes", look.facts.configFile,
                        look.facts.config.value().files.size() - 1)},
      .why = text("nginx passes devices' connections on only from a stream block."),
      .fix = look.written(text("Write at the top level of {0}, beside http, with the port that devices use: "
                               "{1}  (linekeeper nginx render writes it in full.)",
                               look.facts.configFile, shortBlock(look)))};
  if (const NginxDirective* http = look.whole().first("http")) {
    for (const NginxDirective* upstream : http->all("upstream")) {
      finding.evidence.push_back(text("{0} is inside http, where it serves web requests only", seenAt(*upstream)));
    }
  }
  findings.push_back(std::move(finding));
}

void noServer(const NginxLook& look, std::vector<Finding>& findings) {
  const auto byVariable = std::ranges::find_if(look.servers, &NginxStreamServer::passesByVariable);
  if (byVariable != look.servers.end()) {
    findings.push_back({.id = "nginx.proxy-pass-variable",
                        .grade = Grade::Unknown,
                        .title = text("A variable decides where nginx sends devices, which cannot be followed here"),
                        .evidence = {seenAt(*byVariable->proxyPass)},
                        .why = {},
                        .fix = {}});
    return;
  }
  Finding finding{.id = "nginx.stream-server-missing",
                  .grade = Grade::Problem,
                  .title = text("No server of the stream block sends devices to a node"),
                  .evidence = {},
                  .why = text("Devices that connect to nginx reach no node."),
                  .fix = {}};
  for (const NginxDirective* stream : look.whole().all("stream")) finding.evidence.push_back(seenAt(*stream));
  for (const NginxStreamServer& server : look.servers) {
    if (server.proxyPass) finding.evidence.push_back(seenAt(*server.proxyPass));
  }
  finding.fix =
      look.written(text("Have these in the stream block at {0}, with the port that devices use: {1}  "
                        "(linekeeper nginx render writes it in full.)",
                        look.whole().first("stream")->place.text(), shortBlock(look)));
  findings.push_back(std::move(finding));
}

void byteOrderMark(const NginxDirective& block, std::vector<Finding>& findings, const NginxLook& look) {
  for (const NginxDirective& inner : block.block) {
    if (inner.name.starts_with(kByteOrderMark)) {
      findings.push_back(
          {.id = "nginx.byte-order-mark",
           .grade = Grade::Problem,
           .title = text("{0} begins with a byte order mark", inner.place.file),
           .evidence = {text("{0}: the bytes EF BB BF stand before {1}", inner.place.text(),
                             inner.name.substr(kByteOrderMark.size()))},
           .why = text("nginx takes the mark for a part of the first word, which it then does not know, and "
                       "refuses the whole configuration."),
           .fix = look.written(text("Save {0} as UTF-8 without BOM.", inner.place.file))});
    }
    byteOrderMark(inner, findings, look);
  }
}

void test(const NginxLook& look, std::vector<Finding>& findings) {
  const auto ran = look.system.run(look.facts.command({"-t", "-q"}), look.patience);
  if (ran && ran->exitCode == 0) return;
  const std::string said = ran ? ran->err + ran->out : ran.error().text;
  // Without its rights nginx fails at its log or pid, which says nothing of the configuration.
  const bool unknown =
      !ran || said.find("Permission denied") != std::string::npos || said.find("(13: ") != std::string::npos;
  Finding finding{
      .id = unknown ? "nginx.test-not-run" : "nginx.test-failed",
      .grade = unknown ? Grade::Unknown : Grade::Problem,
      .title = unknown ? text("nginx could not be asked to test its configuration")
                       : text("nginx refuses its configuration"),
      .evidence = {text("{0}", look.facts.commandText({"-t"})), text("{0}", said)},
      .why = unknown ? Text() : text("It neither starts nor reloads with it; if it runs, it runs with the old."),
      .fix = Fix{unknown ? text("Run the test as the user who starts nginx.")
                         : text("Mend the line that nginx names, then test again."),
                 {look.facts.commandText({"-t"})},
                 {}}};
  findings.push_back(std::move(finding));
}

}  // namespace

std::vector<Finding> nginxConfigFindings(const NginxLook& look) {
  if (!look.facts.config) return {unreadable(look)};
  std::vector<Finding> findings;
  byteOrderMark(look.whole(), findings, look);
  misplacedStreams(look, findings);
  if (!look.whole().first("stream")) {
    if (findings.empty()) noStream(look, findings);
  } else if (look.ours.empty()) {
    noServer(look, findings);
  }
  test(look, findings);
  if (!findings.empty()) return findings;
  Finding good{.id = "nginx.config",
               .grade = Grade::Good,
               .title = text("nginx's configuration is sound, with stream at the top level"),
               .evidence = {text("{0} and the {1} files it includes", look.facts.configFile,
                                 look.facts.config.value().files.size() - 1)},
               .why = {},
               .fix = {}};
  for (const NginxStreamServer* server : look.ours) good.evidence.push_back(seenAt(*server->proxyPass));
  return {good};
}

}  // namespace lk::setup
