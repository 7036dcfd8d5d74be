#include "server/setup/nginx_block.h"
#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::array kFirstWithStream = {1, 9, 0};
constexpr std::string_view kModule = "ngx_stream_module.so";
constexpr std::string_view kStreamWhy =
    "Devices hold TCP connections with a protocol of their own. nginx passes those on "
    "by its stream module only; http cannot carry them.";

// For an nginx elsewhere; empty: there is no node to lead devices to.
std::string blockFor(const NginxLook& look) {
  const auto nobodyAnswers = [](const std::string&) { return std::optional<std::string>(); };
  const auto block = wantedBlock(nullptr, look.around, look.ownAddresses, nobodyAnswers);
  return block ? renderStream(*block) : std::string();
}

Finding noBinary(const NginxLook& look) {
  const std::string& set = look.around.settings.nginxBinary;
  if (!set.empty()) {
    return {.id = "nginx.binary-missing",
            .grade = Grade::Problem,
            .title = text("There is no nginx at {0}", set),
            .evidence = {text("nginx.binary = {0}", set)},
            .why = text("nginx cannot be checked, tested or reloaded."),
            .fix = Fix{text("Set nginx.binary to the path of nginx, or empty it to have nginx looked for."), {}, {}}};
  }
  std::vector<Text> evidence = {text("looked for in PATH, in the usual folders, and among the processes that run")};
  if (!look.facts.processTrouble.empty()) evidence.push_back(text("processes: {0}", look.facts.processTrouble));
  Finding finding{
      .id = "nginx.binary-missing",
      .grade = look.ifNeeded(Grade::Warning),
      .title = text("No nginx was found on this machine"),
      .evidence = std::move(evidence),
      .why = text("With several nodes, something must spread devices over them, the same device to the same node. "
                  "If nginx is on another machine, check there."),
      .fix = look.facts.kind == System::Kind::Windows
                 ? Fix{text("Unpack nginx for Windows from nginx.org to C:\\nginx, or set nginx.binary to its path."),
                       {},
                       {}}
                 : Fix{text("Install nginx with its stream module, or set nginx.binary to its path."),
                       {"apt-get install nginx libnginx-mod-stream"},
                       {}}};
  finding.fix->block = blockFor(look);
  if (finding.fix->block.empty()) return finding;
  finding.fix->text =
      text("{0} Where nginx is on another machine, put the block into its nginx.conf, outside of http, and reload it.",
           finding.fix->text);
  return finding;
}

Finding noAnswer(const NginxLook& look) {
  return {.id = "nginx.binary-silent",
          .grade = Grade::Problem,
          .title = text("{0} does not say its version", look.facts.binary()),
          .evidence = {text("{0}", look.facts.buildTrouble)},
          .why = text("What cannot be started cannot be tested or reloaded either."),
          .fix = Fix{text("Set nginx.binary to the nginx that serves, and run this to see what it says."),
                     {look.facts.commandText({"-V"})},
                     {}}};
}

const NginxDirective* loadOfStream(const NginxLook& look) {
  if (!look.facts.config) return nullptr;
  for (const NginxDirective* load : look.whole().all("load_module")) {
    if (load->argument(0).ends_with(kModule)) return load;
  }
  return nullptr;
}

std::string modulePath(const NginxFacts& facts) {
  return facts.whole(facts.build->modulesPath.empty() ? "modules" : facts.build->modulesPath) + '/' +
         std::string(kModule);
}

Finding absent(const NginxLook& look) {
  return {
      .id = "nginx.stream-absent",
      .grade = look.ifNeeded(Grade::Problem),
      .title = text("{0} was built without the stream module", look.facts.binary()),
      .evidence = {text("{0} -V: {1}, without --with-stream", look.facts.binary(), look.facts.build->product)},
      .why = text(kStreamWhy),
      .fix = Fix{text("Install an nginx that has it: Debian's package nginx with libnginx-mod-stream, or nginx.org's "
                      "own packages. If you build it yourself, configure it --with-stream."),
                 {"apt-get install nginx libnginx-mod-stream"},
                 {}}};
}

Finding notLoaded(const NginxLook& look) {
  const std::string module = modulePath(look.facts);
  Finding finding{
      .id = "nginx.stream-not-loaded",
      .grade = look.ifNeeded(Grade::Problem),
      .title = text("nginx's stream module is not loaded"),
      .evidence = {text("{0} -V: --with-stream=dynamic", look.facts.binary()),
                   text("no load_module of {0} in {1} or what it includes", kModule, look.facts.configFile)},
      .why = text(kStreamWhy),
      .fix = {}};
  if (look.system.realPath(module).empty()) {
    finding.evidence.push_back(text("there is no {0}", module));
    finding.fix = Fix{text("Install Debian's package libnginx-mod-stream, which loads the module from "
                           "/etc/nginx/modules-enabled. If your nginx.conf does not include that folder, write as its "
                           "first line: load_module {0};",
                           module),
                      {"apt-get install libnginx-mod-stream"},
                      {}};
  } else {
    finding.fix =
        look.written(text("The module is there (Debian's package libnginx-mod-stream). Write as the first line "
                          "of {0}: load_module {1};",
                          look.facts.configFile, module));
  }
  return finding;
}

void stream(const NginxLook& look, std::vector<Finding>& findings) {
  const NginxDirective* load = loadOfStream(look);
  if (load) {
    const std::string path = look.facts.whole(load->argument(0));
    if (!look.system.realPath(path).empty()) return;
    findings.push_back({.id = "nginx.module-missing",
                        .grade = Grade::Problem,
                        .title = text("The stream module that is loaded is not there: {0}", path),
                        .evidence = {seenAt(*load)},
                        .why = text("nginx does not start with a module that it cannot open."),
                        .fix = Fix{text("Install Debian's package libnginx-mod-stream, or name the module's whole path "
                                        "in {0}.",
                                        load->place.text()),
                                   {"apt-get install libnginx-mod-stream"},
                                   {}}});
    return;
  }
  if (look.facts.build->stream == NginxBuild::Stream::Absent) findings.push_back(absent(look));
  if (look.facts.build->stream == NginxBuild::Stream::Dynamic && look.facts.config) findings.push_back(notLoaded(look));
}

// Elsewhere a second start finds the port taken, and ends.
void severalMasters(const NginxLook& look, std::vector<Finding>& findings) {
  const NginxFacts& facts = look.facts;
  const auto twin = [&](const NginxProcess& master) { return master.program == facts.master->program; };
  const auto twins = std::ranges::count_if(facts.masters, twin);
  if (twins < 2) return;
  Finding finding{
      .id = "nginx.several-masters",
      .grade = Grade::Warning,
      .title = text("{0} was started {1} times", facts.master->program, twins),
      .evidence = {},
      .why = text("Reload and stop reach the last one only. The others serve on with what they read when they "
                  "were started, and devices land on any of them."),
      .fix = Fix{text("End all of them, which cuts their devices, then start one."),
                 {"taskkill /F /IM nginx.exe", facts.commandText({})},
                 {}}};
  for (const NginxProcess& master : facts.masters) {
    if (twin(master)) finding.evidence.push_back(text("process {0}, {1} s old", master.pid, master.age.count()));
  }
  findings.push_back(std::move(finding));
}

void running(const NginxLook& look, std::vector<Finding>& findings) {
  const NginxFacts& facts = look.facts;
  if (!facts.processTrouble.empty()) {
    findings.push_back({.id = "nginx.processes-unknown",
                        .grade = Grade::Unknown,
                        .title = text("Whether nginx runs could not be seen"),
                        .evidence = {text("{0}", facts.processTrouble)},
                        .why = {},
                        .fix = {}});
    return;
  }
  if (!facts.master) {
    Finding finding{.id = "nginx.not-running",
                    .grade = look.ifNeeded(Grade::Problem),
                    .title = text("nginx does not run with {0}", facts.configFile),
                    .evidence = {},
                    .why = text("No device reaches a node through it."),
                    .fix = Fix{text("Start it."), {facts.commandText({})}, {}}};
    for (const NginxProcess& master : facts.masters) {
      const std::string other = master.flag('c');
      finding.evidence.push_back(text("process {0} is an nginx with {1}", master.pid,
                                      other.empty() ? std::string("its built-in configuration file") : other));
    }
    if (facts.masters.empty()) finding.evidence.push_back(text("there is no nginx among the processes"));
    findings.push_back(std::move(finding));
    return;
  }
  if (facts.kind == System::Kind::Windows) severalMasters(look, findings);
}

void inContainers(const NginxLook& look, std::vector<Finding>& findings) {
  for (const NginxProcess& master : look.facts.contained) {
    findings.push_back(
        {.id = "nginx.in-container",
         .grade = Grade::Unknown,
         .title = text("An nginx runs in a container (process {0}); its files are not looked at", master.pid),
         .evidence = {text("process {0}, {1} s old", master.pid, master.age.count())},
         .why = {},
         .fix = {}});
  }
}

std::vector<Finding> ofThisMachine(const NginxLook& look) {
  if (look.facts.binaries.empty()) return {noBinary(look)};
  if (!look.facts.build) return {noAnswer(look)};
  std::vector<Finding> findings;
  if (look.facts.build->version < kFirstWithStream) {
    findings.push_back({.id = "nginx.too-old",
                        .grade = look.ifNeeded(Grade::Problem),
                        .title = text("{0} is too old: stream came with nginx 1.9", look.facts.build->product),
                        .evidence = {text("{0} -V: {1}", look.facts.binary(), look.facts.build->product)},
                        .why = text(kStreamWhy),
                        .fix = Fix{text("Install a newer nginx with its stream module."),
                                   {"apt-get install nginx libnginx-mod-stream"},
                                   {}}});
  } else {
    stream(look, findings);
  }
  running(look, findings);
  if (!findings.empty()) return findings;
  Finding good{.id = "nginx.program",
               .grade = Grade::Good,
               .title = text("{0} runs, with its stream module", look.facts.build->product),
               .evidence = {text("{0}, process {1}", look.facts.binary(), look.facts.master->pid)},
               .why = {},
               .fix = {}};
  for (std::size_t i = 1; i < look.facts.binaries.size(); ++i) {
    good.evidence.push_back(text("there is another nginx at {0}", look.facts.binaries[i]));
  }
  return {good};
}

}  // namespace

std::vector<Finding> nginxProgramFindings(const NginxLook& look) {
  std::vector<Finding> findings = ofThisMachine(look);
  inContainers(look, findings);
  return findings;
}

}  // namespace lk::setup
