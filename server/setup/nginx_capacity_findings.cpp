#include <bit>
#include <charconv>
#include <limits>

#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::int64_t kSelectLimit = 1'024;  // FD_SETSIZE of nginx.org's Windows build
constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

struct Workers {
  std::int64_t count = 1;
  Text seen;
  Text where;
};

Workers workersOf(const NginxLook& look) {
  const NginxValue value = valueIn(look.whole(), "worker_processes", "1");
  Workers workers{parseNginxNumber(value.value).value_or(1), value.seen, value.where};
  if (value.value != "auto") return workers;
  if (!look.facts.workers.empty()) {
    workers.count = static_cast<std::int64_t>(look.facts.workers.size());
    workers.seen = text("{0} ({1} of them run)", value.seen, workers.count);
    return workers;
  }
  const auto ran = look.system.run({"nproc", {}}, look.patience);
  workers.count = std::max<std::int64_t>(1, ran ? parseNginxNumber(trimmed(ran->out)).value_or(1) : 1);
  workers.seen = text("{0} ({1} processors)", value.seen, workers.count);
  return workers;
}

// Soft limit of descriptors, as the kernel has it for a worker that runs.
std::optional<std::int64_t> limitOfRunning(const NginxLook& look) {
  if (look.facts.workers.empty()) return std::nullopt;
  const auto limits = look.system.readFile("/proc/" + std::to_string(look.facts.workers.front().pid) + "/limits");
  if (!limits) return std::nullopt;
  constexpr std::string_view kName = "Max open files";
  const std::size_t at = limits->find(kName);
  if (at == std::string::npos) return std::nullopt;
  std::string_view rest = trimmed(std::string_view(*limits).substr(at + kName.size()));
  rest = rest.substr(0, rest.find(' '));
  return rest == "unlimited" ? kUnlimited : parseNginxNumber(rest);
}

std::int64_t roomy(std::int64_t needed) {
  return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(needed + needed / 10)));
}

std::int64_t perWorker(std::int64_t all, std::int64_t workers) {
  return (all + std::max<std::int64_t>(workers, 1) - 1) / std::max<std::int64_t>(workers, 1);
}

void connections(const NginxLook& look, const Workers& workers, const NginxValue& value, std::int64_t each,
                 std::vector<Finding>& findings) {
  const std::int64_t devices = look.expectedDevices();
  const std::int64_t needed = perWorker(2 * devices, workers.count);
  if (each >= needed) return;
  findings.push_back(
      {.id = "nginx.worker-connections-low",
       .grade = Grade::Problem,
       .title = text("nginx has room for {0} devices, and {1} are expected", each * workers.count / 2, devices),
       .evidence = {value.seen, workers.seen},
       .why = text("worker_connections counts both sides, so that a device takes two. Who comes when it is full "
                   "is cut, and tries again at once."),
       .fix = look.written(text("In {0}, write: worker_connections {1};", value.where, roomy(needed)))});
}

void descriptors(const NginxLook& look, const Workers& workers, std::int64_t each, std::vector<Finding>& findings) {
  const NginxDirective* set = look.whole().first("worker_rlimit_nofile");
  const auto limit = set ? parseNginxNumber(set->argument(0)) : limitOfRunning(look);
  const std::int64_t needed = perWorker(2 * look.expectedDevices(), workers.count);
  const Text where = set ? text("{0}", set->place.text()) : text("{0}, outside of every block", look.facts.configFile);
  const Text seen = set     ? seenAt(*set)
                    : limit ? text("worker_rlimit_nofile is not set; process {0} may open {1} files",
                                   look.facts.workers.front().pid, *limit)
                            : text("worker_rlimit_nofile is not set; the limit of nginx's workers cannot be seen");
  const auto add = [&](const char* id, Grade grade, Text title, Text why, std::int64_t better) {
    findings.push_back({.id = id,
                        .grade = grade,
                        .title = std::move(title),
                        .evidence = {seen},
                        .why = std::move(why),
                        .fix = look.written(text("In {0}, write: worker_rlimit_nofile {1};", where, better))});
  };
  if (!limit) {
    add("nginx.descriptors-unknown", Grade::Unknown, text("How many files nginx's workers may open is not known"),
        text("Each device takes two. Many systems allow 1024 unless nginx asks for more."),
        roomy(std::max(each, needed)));
    return;
  }
  if (set) {
    const auto most = look.system.readFile("/proc/sys/fs/nr_open");
    const auto allowed = most ? parseNginxNumber(trimmed(*most)) : std::nullopt;
    if (allowed && *limit > *allowed) {
      add("nginx.descriptors-above-system", Grade::Warning,
          text("nginx asks for {0} open files, and the system allows {1}", *limit, *allowed),
          text("The system refuses the whole wish, and nginx stays at the limit it was started with."), *allowed);
      return;
    }
  }
  if (*limit < needed) {
    add("nginx.descriptors-low", Grade::Problem,
        text("Each worker of nginx may open {0} files, and needs {1} for the devices expected", *limit, needed),
        text("Each device takes two. When there are no more, devices are not accepted: they hang, and are told "
             "nothing."),
        roomy(std::max(each, needed)));
  } else if (*limit < each) {
    add("nginx.descriptors-below-connections", Grade::Warning,
        text("Each worker of nginx may open {0} files, and have {1} connections", *limit, each),
        text("It runs out of files before it runs out of connections, and then accepts nobody and says nothing."),
        roomy(each));
  }
}

// nginx for Windows: one worker that works; select, unless poll is asked for, and that has a limit.
void windowsLimits(const NginxLook& look, const NginxDirective& events, Workers& workers, std::int64_t each,
                   std::vector<Finding>& findings) {
  if (workers.count > 1) {
    findings.push_back(
        {.id = "nginx.windows-workers",
         .grade = Grade::Warning,
         .title = text("On Windows only one of nginx's {0} workers does any work", workers.count),
         .evidence = {workers.seen},
         .why = text("So says nginx of its Windows build. The room of the others does not count, and the one "
                     "has the work of all."),
         .fix = look.written(text("In {0}, write: worker_processes 1;", workers.where))});
    workers.count = 1;
  }
  const NginxDirective* method = events.first("use");
  if (method && method->argument(0) == "poll") return;
  std::int64_t limit = kSelectLimit;
  if (look.facts.build) {
    constexpr std::string_view kDefine = "FD_SETSIZE=";
    const std::string options = look.facts.build->argument("with-cc-opt");
    const std::size_t at = options.find(kDefine);
    if (at != std::string::npos) {
      std::from_chars(options.data() + at + kDefine.size(), options.data() + options.size(), limit);
    }
  }
  if (each <= limit && limit >= 2 * look.expectedDevices()) return;
  const bool refuses = each > limit;
  findings.push_back(
      {.id = "nginx.windows-select",
       .grade = Grade::Problem,
       .title = refuses ? text("nginx for Windows does not start with {0} connections: select serves {1}", each, limit)
                        : text("nginx for Windows serves {0} devices at most: select knows {1} connections", limit / 2,
                               limit),
       .evidence = {method ? seenAt(*method) : text("{0}: no use in the events block", events.place.text()),
                    workers.seen},
       .why = text(
           "Its Windows build asks all connections by select, which has a limit that was built in, and a device takes "
           "two."),
       .fix = look.written(
           text("In the events block at {0}, write: use poll;  For more than some thousand devices, run nginx "
                "on Linux.",
                events.place.text()))});
}

}  // namespace

std::vector<Finding> nginxCapacityFindings(const NginxLook& look) {
  if (look.ours.empty()) return {look.notLookedAt("nginx.capacity")};
  std::vector<Finding> findings;
  const NginxDirective* events = look.whole().first("events");
  if (!events) {
    return {{.id = "nginx.events-missing",
             .grade = Grade::Problem,
             .title = text("nginx's configuration has no events block"),
             .evidence = {text("{0}", look.facts.configFile)},
             .why = text("nginx does not start without one."),
             .fix = look.written(text("In {0}, outside of every block, write: events { worker_connections {1}; }",
                                      look.facts.configFile, roomy(2 * look.expectedDevices())))}};
  }
  Workers workers = workersOf(look);
  const NginxValue value = valueIn(*events, "worker_connections", "512");
  const std::int64_t each = parseNginxNumber(value.value).value_or(512);
  const bool windows = look.facts.kind == System::Kind::Windows;
  if (windows) windowsLimits(look, *events, workers, each, findings);
  connections(look, workers, value, each, findings);
  if (!windows) descriptors(look, workers, each, findings);
  if (findings.empty()) {
    findings.push_back({.id = "nginx.capacity",
                        .grade = Grade::Good,
                        .title = text("nginx has room for {0} devices, and {1} are expected", each * workers.count / 2,
                                      look.expectedDevices()),
                        .evidence = {value.seen, workers.seen},
                        .why = {},
                        .fix = {}});
  }
  return findings;
}

}  // namespace lk::setup
