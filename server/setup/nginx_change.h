#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/setup/nginx_backup.h"
#include "server/setup/nginx_block.h"
#include "server/setup/nginx_instance.h"
#include "server/setup/probe.h"

namespace lk::setup {

enum class NginxOperation : std::uint8_t { Test, Apply, Reload, Rollback, Stop };

[[nodiscard]] std::string_view toText(NginxOperation operation);  // test, apply …

// Where devices come in, to be probed after a change.
struct NginxDoor {
  Address address;           // as a program on this machine reaches it
  bool proxyHeader = false;  // it wants a PROXY header first
  bool operator==(const NginxDoor&) const = default;
};

// What is going to be done, described before any of it is.
struct NginxPlan {
  NginxOperation operation = NginxOperation::Test;
  NginxInstance nginx;
  std::vector<Text> will;             // in order
  std::vector<Text> mind;             // what it means for devices, and what to know beforehand
  std::vector<FileChange> changes;    // of files; empty: nothing is to be changed
  std::string notLoaded;              // a file that changed since nginx last read it; with Apply, without changes
  std::string diff;                   // of them, unified
  std::optional<NginxDoor> door;      // nothing: there is none that a probe could use
  std::optional<NginxBlock> block;    // with Test and Apply
  std::optional<NginxBackup> backup;  // with Rollback: what is taken back
  CommandLine stop;                   // with Stop
  Surroundings around;                // with Rollback, without peers: to find the door once the files are back

  // Apply: all is as it should be already.
  [[nodiscard]] bool nothingToDo() const {
    return operation == NginxOperation::Apply && changes.empty() && notLoaded.empty();
  }
};

struct NginxStep {
  enum class End : std::uint8_t { Good, Failed, Left };  // left: could not be looked at, which stops nothing
  std::string
      id;  // test-in-use, test-changed, backup, write, not-loaded, reload, workers, probe, restore, stop, forget
  End end = End::Good;
  Text what;
  std::string evidence;  // nginx's own words, a path
};

[[nodiscard]] std::string_view toText(NginxStep::End end);  // good, failed, left

struct NginxOutcome {
  bool done = false;
  bool rolledBack = false;  // it was begun, did not hold, and all is as before
  std::vector<NginxStep> steps;
  std::string node;  // that the probe reached
};

// What is in use, and what should be. Reads, and asks nodes where addresses do not tell; changes nothing.
struct NginxView {
  NginxInstance nginx;
  NginxConfig config;
  FileTexts files;
  std::optional<NginxInUse> inUse;  // points into config
  std::vector<std::string> own;     // addresses of this machine
};

// Where the block stands in a configuration that had none.
[[nodiscard]] std::string ownFileBeside(const std::string& mainFile);

// Changes of this machine's nginx. Blocking; each call ends soon after its patience. No two at a time on one nginx.
class NginxChange {
 public:
  NginxChange(System& system, const Clock& clock) : m_system(system), m_clock(clock) {}

  // Where devices come in now; nothing: there is no way of theirs, or none that a program here could use.
  [[nodiscard]] static std::optional<NginxDoor> doorOf(const NginxView& view);
  [[nodiscard]] static std::optional<NginxDoor> doorOf(const NginxBlock& block);
  // Errors: NotFound, Usage (see instanceOf); Protocol, the configuration can't be read: nginx's own words.
  [[nodiscard]] Result<std::unique_ptr<NginxView>> look(const Surroundings& around, const Patience& patience);
  [[nodiscard]] Result<NginxBlock> wanted(const NginxView& view, const Surroundings& around, const Patience& patience);

  // What the operation would do now. Changes nothing. Errors: as look and wantedBlock; NotFound, nginx does not run or
  // there is no backup; Protocol, nginx can't do it, with what to do about it.
  [[nodiscard]] Result<NginxPlan> plan(NginxOperation operation, const Surroundings& around, const Patience& patience);

  // Does it. What was written is taken back whole when it can't be written or reloaded, or, with Apply, when the probe
  // fails. The taking back has a patience of its own, as half a change is worse than a late one.
  [[nodiscard]] NginxOutcome carryOut(const NginxPlan& plan, const Patience& patience);

 private:
  System& m_system;
  const Clock& m_clock;
};

}  // namespace lk::setup
