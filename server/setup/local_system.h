#pragma once

#include "server/setup/system.h"

namespace lk::setup {

// The machine that this program runs on. Each call may come from any thread, several at once; no event loop is needed.
// A program's words are asked for in English (LC_ALL=C), and are bounded to 8 MiB; so are files.
class LocalSystem final : public System {
 public:
  [[nodiscard]] Kind kind() const override;
  // Runs it in a group of its own, that ends as a whole when the patience is over: what a program started and left
  // behind by itself (a service) stays. A name without a folder is looked for as findProgram does.
  [[nodiscard]] Result<Ran> run(const CommandLine& command, const Patience& patience,
                                std::string_view input = {}) override;
  [[nodiscard]] std::vector<std::string> findProgram(std::string_view name) override;
  [[nodiscard]] Result<std::string> readFile(const std::string& path) override;
  [[nodiscard]] Result<void> writeFile(const std::string& path, std::string_view content) override;
  [[nodiscard]] Result<void> removeFile(const std::string& path) override;
  [[nodiscard]] Result<std::vector<std::string>> filesLike(const std::string& pattern) override;
  [[nodiscard]] std::string realPath(const std::string& path) override;
  [[nodiscard]] Result<std::chrono::milliseconds> ageOf(const std::string& path) override;
  [[nodiscard]] Result<std::uint64_t> freeBytes(const std::string& path) override;
  [[nodiscard]] Talk talk(const Address& to, std::string_view say, const std::function<bool(std::string_view)>& enough,
                          const Patience& patience) override;
  [[nodiscard]] Talk talkAndLeave(const Address& to, std::string_view say,
                                  const std::function<bool(std::string_view)>& enough, std::string_view lastWord,
                                  const Patience& patience) override;
  [[nodiscard]] std::vector<std::string> ownAddresses() override;
};

}  // namespace lk::setup
