#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/node/control_types.h"
#include "server/setup/finding.h"
#include "server/setup/probe.h"

// Why did device X not get command Y? Pure: facts in, one ordered list of steps out, and the sentence that decides.
namespace lk::setup {

// All that is known of a device and of its way to a node.
struct DeviceFacts {
  std::string device;
  std::optional<node::DeviceReport> report;  // none: no node answered
  std::string noReport;                      // then: why
  System::Kind kind = System::Kind::Linux;   // of this machine: how what mends it is typed
  std::vector<Finding> firewall;             // what checks found on this machine; empty: not looked at
  std::vector<Finding> nginx;
  bool throughNginx = false;    // devices come through nginx, or another balancer, as far as is known
  bool thatNginx = false;       // and it is the one that was looked at: only then its findings concern this device
  std::optional<Probed> probe;  // the way of devices, tried as a device of this machine's own
};

// From the device to its node and back.
enum class DiagnosisPart : std::uint8_t { Firewall, Nginx, Node, Session, Route, Commands, LastClose };
[[nodiscard]] std::string_view toText(DiagnosisPart part);  // firewall, nginx … last-close

struct DiagnosisStep {
  DiagnosisPart part = DiagnosisPart::Firewall;
  Grade grade = Grade::Good;
  std::string cause;  // node.draining, or a finding's id; for scripts, stable. Empty: nothing is wrong here
  Text title;         // what is so, in one line
  std::vector<Text> evidence;
  std::optional<Fix> fix;
};

struct Diagnosis {
  std::string device;
  std::vector<DiagnosisStep> steps;  // every part once, in its order
  Grade grade = Grade::Good;         // the gravest step's; Unknown ones do not count
  std::string cause;                 // of the step that decides; empty: none does
  Text conclusion;                   // one sentence
  std::optional<Fix> fix;
};

// The first red step on the way decides, else the first amber one; what later steps know is added to its sentence.
[[nodiscard]] Diagnosis diagnose(const DeviceFacts& facts);

}  // namespace lk::setup
