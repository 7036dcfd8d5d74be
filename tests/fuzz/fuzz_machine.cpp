#include <cstdlib>

#include "server/setup/areas.h"
#include "server/setup/nginx_backup.h"

using namespace lk;
using namespace lk::setup;

namespace {

// Goes on by itself, so that whoever waits comes to an end.
class HastyClock final : public Clock {
 public:
  [[nodiscard]] Steady steady() const override { return m_now += std::chrono::milliseconds(20); }
  [[nodiscard]] std::int64_t wallMicros() const override { return 1'764'108'000'000'000; }

 private:
  mutable Steady m_now{std::chrono::hours(1'000)};
};

// A machine in the words of a text: behind each line "@@ WORDS" stands what is said where the question holds those
// words. An answer that begins with "!" is a failure.
class ToldMachine final : public System {
 public:
  ToldMachine(Kind kind, std::string_view text) : m_kind(kind) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find("\n@@ "), text.size());
      const std::string_view part = text.substr(0, end);
      text.remove_prefix(std::min(end + 4, text.size()));
      const std::size_t line = std::min(part.find('\n'), part.size());
      m_answers.emplace_back(part.substr(0, line), part.substr(std::min(line + 1, part.size())));
    }
  }

  [[nodiscard]] Kind kind() const override { return m_kind; }
  [[nodiscard]] Result<Ran> run(const CommandLine& command, const Patience& patience, std::string_view) override {
    if (patience.over()) return Error{Error::Code::Timeout, "it was not waited for"};
    const auto said = find(command.shellText());
    if (!said) return Error{Error::Code::NotFound, "there is no program " + command.program};
    if (said->starts_with('!')) return Ran{1, {}, std::string(*said)};
    return Ran{0, std::string(*said), std::string(*said)};
  }
  [[nodiscard]] std::vector<std::string> findProgram(std::string_view name) override {
    const auto said = find("program " + std::string(name));
    return said ? std::vector{"/usr/sbin/" + std::string(name)} : std::vector<std::string>();
  }
  [[nodiscard]] Result<std::string> readFile(const std::string& path) override {
    const auto said = find(path);
    if (!said) return Error{Error::Code::NotFound, "there is no file " + path};
    if (said->starts_with('!')) return Error{Error::Code::NotPermitted, path + " may not be read"};
    return std::string(*said);
  }
  [[nodiscard]] Result<void> writeFile(const std::string&, std::string_view) override { std::abort(); }
  [[nodiscard]] Result<void> removeFile(const std::string&) override { std::abort(); }
  [[nodiscard]] Result<std::vector<std::string>> filesLike(const std::string& pattern) override {
    const auto said = find("like " + pattern);
    if (!said) return Error{Error::Code::NotFound, "there is no folder of " + pattern};
    return std::vector{pattern.substr(0, pattern.find('*')) + "1" + pattern.substr(pattern.find('*') + 1)};
  }
  [[nodiscard]] std::string realPath(const std::string& path) override { return find(path) ? path : std::string(); }
  [[nodiscard]] Result<std::chrono::milliseconds> ageOf(const std::string& path) override {
    const auto said = find("age " + path);
    if (!said) return Error{Error::Code::NotFound, "there is no file " + path};
    return std::chrono::milliseconds(said->size());
  }
  [[nodiscard]] Result<std::uint64_t> freeBytes(const std::string&) override { return std::uint64_t{1} << 30; }
  [[nodiscard]] Talk talk(const Address& to, std::string_view, const std::function<bool(std::string_view)>& enough,
                          const Patience&) override {
    const auto said = find("talk " + to.text());
    if (!said) return {Talk::End::Refused, {}, {}, {}, "connection refused"};
    Talk talk{Talk::End::Answered, std::string(*said), "10.77.0.1", std::chrono::microseconds(900), {}};
    if (!enough(talk.heard)) talk.end = Talk::End::Silent;
    return talk;
  }
  [[nodiscard]] std::vector<std::string> ownAddresses() override { return {"10.77.0.1", "fd00::1"}; }

 private:
  [[nodiscard]] std::optional<std::string_view> find(std::string_view question) const {
    for (const auto& [words, answer] : m_answers) {
      if (!words.empty() && question.find(words) != std::string_view::npos) return answer;
    }
    return std::nullopt;
  }

  const Kind m_kind;
  std::vector<std::pair<std::string_view, std::string_view>> m_answers;
};

void checkFinding(const Finding& finding) {
  if (finding.id.empty() || finding.title.empty()) std::abort();
  if (finding.grade > Grade::Unknown && (!finding.fix || finding.why.empty())) std::abort();
  if (!finding.fix) return;
  if (finding.fix->text.empty() && finding.fix->commands.empty()) std::abort();
  if (finding.fix->action && finding.fix->action->commands.empty()) std::abort();
}

}  // namespace

// Every check of the surroundings on a machine that says what it likes; a W at the beginning makes it Windows. Each
// check finds something, and what is wrong comes with its reason and its mending.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  ToldMachine machine(data[0] == 'W' ? System::Kind::Windows : System::Kind::Linux, text);
  const HastyClock clock;
  Surroundings around;
  around.settings.listen = {"0.0.0.0:7600"};
  around.settings.nginxListen = {"0.0.0.0:7700"};
  around.nodes = {{.id = "n1", .host = "a", .listen = {"10.77.0.2:7600"}},
                  {.id = "n3", .host = {}, .listen = {"0.0.0.0:7600"}, .own = true}};
  around.peers = {{"10.77.0.7", 12}};
  for (const Checks& area : {nginxChecks(), firewallChecks(), portChecks(), limitChecks(clock), reachChecks()}) {
    for (const auto& check : area) {
      const std::vector<Finding> findings = check->run(machine, around, Patience(clock, check->deadline()));
      if (findings.empty()) std::abort();
      for (const Finding& finding : findings) checkFinding(finding);
    }
  }
  if (const auto backup = lastBackup(machine, "/etc/nginx/nginx.conf"); backup && *backup) {
    if ((*backup)->files.empty()) std::abort();
    if (const auto way = wayBack(machine, **backup); !way && way.error().text.empty()) std::abort();
  }
  return 0;
}
