#pragma once

#include "server/setup/diagnosis.h"

// What the steps of a diagnosis are made of.
namespace lk::setup {

// The facts, put in order once for all steps.
struct DiagnosisView {
  explicit DiagnosisView(const DeviceFacts& known);

  const DeviceFacts& facts;
  node::DeviceReport report;  // empty without one
  std::int64_t nowMs = 0;
  const node::DeviceAtNode* holder = nullptr;  // that has the device's session, the newest one of several
  std::vector<node::HistoryEntry> way;         // of all nodes, oldest first: what is no command
  std::vector<node::HistoryEntry> commands;    // of all nodes and the bus, oldest first, each once with its last status
  std::vector<node::AddressFailure> failures;  // of all nodes, newest first

  [[nodiscard]] bool connected() const { return holder != nullptr; }
  [[nodiscard]] const node::HistoryEntry* last() const { return way.empty() ? nullptr : &way.back(); }
  [[nodiscard]] const node::HistoryEntry* lastOf(node::HistoryKind kind) const;
  // Closed or refused, whichever is newer.
  [[nodiscard]] const node::HistoryEntry* lastEnd() const;
  // The node that has the device, or had it last; empty: none ever.
  [[nodiscard]] std::string homeNode() const;
  [[nodiscard]] const node::DeviceAtNode* answered(std::string_view node) const;
  // Nobody has the device, and the node that had it last was gone then and has not come back; empty: it is not so.
  [[nodiscard]] std::string goneNode() const;
  // What nodes that did not answer have is not known then.
  [[nodiscard]] bool redisAway() const;
  [[nodiscard]] std::string notAsked() const;  // those nodes, in one word of evidence
  // Durable commands that wait for it.
  [[nodiscard]] quint64 waiting() const;
  // In the words of evidence: "12 s ago".
  [[nodiscard]] Text ago(std::int64_t atMs) const;
  [[nodiscard]] bool lately(std::int64_t atMs) const { return nowMs - atMs < kLatelyMs; }

  static constexpr std::int64_t kLatelyMs = 10 * 60 * 1000;
};

// "closed by n1, 3 s ago: lost after 90 s, 60 s of them silent" and its like.
[[nodiscard]] Text entryText(const DiagnosisView& view, const node::HistoryEntry& entry);
[[nodiscard]] Fix fixOf(Text text, std::vector<std::string> commands = {});
// A device id as a shell takes it: it needs no quotes.
[[nodiscard]] std::string deviceOf(const DiagnosisView& view);

// The steps, each by itself.
[[nodiscard]] DiagnosisStep firewallStep(const DiagnosisView& view);
[[nodiscard]] DiagnosisStep nginxStep(const DiagnosisView& view);
[[nodiscard]] DiagnosisStep nodeStep(const DiagnosisView& view);
[[nodiscard]] DiagnosisStep sessionStep(const DiagnosisView& view);
[[nodiscard]] DiagnosisStep routeStep(const DiagnosisView& view);
[[nodiscard]] DiagnosisStep commandsStep(const DiagnosisView& view);
[[nodiscard]] DiagnosisStep lastCloseStep(const DiagnosisView& view);

}  // namespace lk::setup
