#include "tests/setup/recorded_system.h"

#include <QDir>
#include <QString>

namespace lk::test {

using setup::Ran;
using setup::Talk;

Result<Ran> RecordedSystem::run(const setup::CommandLine& command, const setup::Patience& patience,
                                std::string_view /*input*/) {
  const std::string words = command.shellText();
  const std::lock_guard lock(*m_mutex);
  m_ran.push_back(words);
  m_commands.push_back(command);
  if (patience.over()) return Error{Error::Code::Timeout, command.program + " was not waited for"};
  if (const auto found = m_runs.find(words); found != m_runs.end()) {
    const Result<Ran> answer = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    return answer;
  }
  // Copies are made of what is recorded.
  const auto& files = command.arguments;
  if (command.program == "cp" && files.size() >= 2 && m_files.contains(files[files.size() - 2])) {
    m_files[files.back()] = m_files.at(files[files.size() - 2]);
    return Ran{};
  }
  for (const auto& [beginning, answer] : m_alike) {
    if (words.starts_with(beginning)) return answer;
  }
  return Error{Error::Code::NotFound, "there is no program " + command.program};
}

std::vector<std::string> RecordedSystem::findProgram(std::string_view name) {
  const auto found = m_programs.find(name);
  return found == m_programs.end() ? std::vector<std::string>() : found->second;
}

Result<std::string> RecordedSystem::readFile(const std::string& path) {
  if (m_denied.contains(path)) return Error{Error::Code::NotPermitted, path + " may not be read"};
  const auto found = m_files.find(path);
  if (found == m_files.end()) return Error{Error::Code::NotFound, "there is no file " + path};
  return found->second;
}

Result<void> RecordedSystem::writeFile(const std::string& path, std::string_view content) {
  if (m_denied.contains(path) || m_protected.contains(path)) {
    return Error{Error::Code::NotPermitted, path + " may not be written"};
  }
  m_files[path] = content;
  return {};
}

Result<void> RecordedSystem::removeFile(const std::string& path) {
  if (m_denied.contains(path)) return Error{Error::Code::NotPermitted, path + " may not be removed"};
  m_files.erase(path);
  return {};
}

Result<std::vector<std::string>> RecordedSystem::filesLike(const std::string& pattern) {
  const std::size_t slash = pattern.rfind('/') + 1;
  const std::string folder = pattern.substr(0, slash);
  const QString name = QString::fromStdString(pattern.substr(slash));
  std::vector<std::string> found;
  for (const auto& [path, content] : m_files) {
    if (!path.starts_with(folder) || path.find('/', slash) != std::string::npos) continue;
    if (QDir::match(name, QString::fromStdString(path.substr(slash)))) found.push_back(path);
  }
  return found;
}

std::string RecordedSystem::realPath(const std::string& path) { return m_files.contains(path) ? path : std::string(); }

Result<std::chrono::milliseconds> RecordedSystem::ageOf(const std::string& path) {
  if (!m_files.contains(path)) return Error{Error::Code::NotFound, "there is no file " + path};
  const auto found = m_ages.find(path);
  return found == m_ages.end() ? std::chrono::hours(24 * 365) : found->second;
}

Result<std::uint64_t> RecordedSystem::freeBytes(const std::string& /*path*/) { return m_free; }

Talk RecordedSystem::talk(const Address& to, std::string_view /*say*/,
                          const std::function<bool(std::string_view)>& enough, const setup::Patience& /*patience*/) {
  const auto found = m_talks.find(to.text());
  if (found == m_talks.end()) return {Talk::End::Refused, {}, {}, {}, "connection refused"};
  Talk talk = found->second;
  if (talk.end == Talk::End::Answered && !enough(talk.heard)) talk.end = Talk::End::Silent;
  return talk;
}

}  // namespace lk::test
