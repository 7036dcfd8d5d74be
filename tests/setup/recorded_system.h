#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "server/setup/system.h"

namespace lk::test {

// A machine of recordings: what programs say, what files hold, who answers. What is not recorded is not there.
class RecordedSystem : public setup::System {
 public:
  explicit RecordedSystem(Kind kind = Kind::Linux) : m_kind(kind) {}

  // By the whole command in shell form; several answers to one command come in this order, the last one again and
  // again.
  void record(const std::string& command, setup::Ran ran) { m_runs[command].emplace_back(std::move(ran)); }
  void record(const std::string& command, Error error) { m_runs[command].emplace_back(std::move(error)); }
  // For commands that begin with this.
  void recordAllLike(const std::string& beginning, setup::Ran ran) { m_alike[beginning] = std::move(ran); }
  void program(const std::string& name, const std::string& path) { m_programs[name].push_back(path); }
  void file(const std::string& path, const std::string& content) { m_files[path] = content; }
  void age(const std::string& path, std::chrono::milliseconds age) { m_ages[path] = age; }  // else it is old
  void deny(const std::string& path) { m_denied.insert(path); }
  void protect(const std::string& path) { m_protected.insert(path); }  // may be read, and not be written
  void answer(const std::string& address, setup::Talk talk) { m_talks[address] = std::move(talk); }
  void ownAddress(const std::string& address) { m_own.push_back(address); }
  void free(std::uint64_t bytes) { m_free = bytes; }

  [[nodiscard]] const std::vector<std::string>& ran() const { return m_ran; }  // every command, in shell form
  [[nodiscard]] const std::vector<setup::CommandLine>& commands() const { return m_commands; }  // the same
  [[nodiscard]] const std::map<std::string, std::string>& files() const { return m_files; }

  [[nodiscard]] Kind kind() const override { return m_kind; }
  [[nodiscard]] Result<setup::Ran> run(const setup::CommandLine& command, const setup::Patience& patience,
                                       std::string_view input) override;
  [[nodiscard]] std::vector<std::string> findProgram(std::string_view name) override;
  [[nodiscard]] Result<std::string> readFile(const std::string& path) override;
  [[nodiscard]] Result<void> writeFile(const std::string& path, std::string_view content) override;
  [[nodiscard]] Result<void> removeFile(const std::string& path) override;
  [[nodiscard]] Result<std::vector<std::string>> filesLike(const std::string& pattern) override;
  [[nodiscard]] std::string realPath(const std::string& path) override;
  [[nodiscard]] Result<std::chrono::milliseconds> ageOf(const std::string& path) override;
  [[nodiscard]] Result<std::uint64_t> freeBytes(const std::string& path) override;
  [[nodiscard]] setup::Talk talk(const Address& to, std::string_view say,
                                 const std::function<bool(std::string_view)>& enough,
                                 const setup::Patience& patience) override;
  [[nodiscard]] std::vector<std::string> ownAddresses() override { return m_own; }

 private:
  Kind m_kind;
  std::shared_ptr<std::mutex> m_mutex = std::make_shared<std::mutex>();  // several checks ask at a time
  std::map<std::string, std::deque<Result<setup::Ran>>> m_runs;
  std::map<std::string, setup::Ran> m_alike;
  std::map<std::string, std::vector<std::string>, std::less<>> m_programs;
  std::map<std::string, std::string> m_files;
  std::map<std::string, std::chrono::milliseconds> m_ages;
  std::set<std::string> m_denied;
  std::set<std::string> m_protected;
  std::map<std::string, setup::Talk> m_talks;
  std::vector<std::string> m_own;
  std::vector<std::string> m_ran;
  std::vector<setup::CommandLine> m_commands;
  std::uint64_t m_free = std::uint64_t{100} << 30;
};

}  // namespace lk::test
