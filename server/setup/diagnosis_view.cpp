#include "server/setup/diagnosis_view.h"

#include <algorithm>
#include <map>

namespace lk::setup {

namespace {

using node::HistoryEntry;
using node::HistoryKind;

HistoryEntry entryOf(const node::CommandUpdate& update) {
  HistoryEntry entry;
  entry.atMs = update.atMs;
  entry.node = update.node;
  entry.kind = HistoryKind::Command;
  entry.session = update.session;
  entry.id = update.id;
  entry.status = update.status;
  entry.durable = update.durable;
  entry.code = update.code;
  entry.detail = update.reason;
  return entry;
}

}  // namespace

DiagnosisView::DiagnosisView(const DeviceFacts& known)
    : facts(known), report(known.report.value_or(node::DeviceReport{})) {
  nowMs = report.atMs;
  std::map<QString, HistoryEntry> byId;
  const auto addCommand = [&byId](const HistoryEntry& entry) {
    const auto [found, isNew] = byId.try_emplace(entry.id, entry);
    if (isNew) return;
    // A final status counts, whoever has it; of two that are alike the newer one.
    const bool final = isFinal(entry.status, entry.durable);
    const bool finalBefore = isFinal(found->second.status, found->second.durable);
    if (final != finalBefore ? final : entry.atMs >= found->second.atMs) found->second = entry;
  };
  for (const node::DeviceAtNode& at : report.nodes) {
    if (at.connected && (holder == nullptr || at.session.connectedAtMs > holder->session.connectedAtMs)) holder = &at;
    for (const HistoryEntry& entry : at.history) {
      entry.kind == HistoryKind::Command ? addCommand(entry) : way.push_back(entry);
    }
    failures.insert(failures.end(), at.failures.begin(), at.failures.end());
  }
  for (const node::CommandUpdate& update : report.bus.ended) addCommand(entryOf(update));
  for (const auto& [id, entry] : byId) commands.push_back(entry);
  std::ranges::stable_sort(way, {}, &HistoryEntry::atMs);
  std::ranges::stable_sort(commands, {}, &HistoryEntry::atMs);
  std::ranges::stable_sort(failures, std::greater<>{}, &node::AddressFailure::lastAtMs);
}

const HistoryEntry* DiagnosisView::lastOf(HistoryKind kind) const {
  const auto found = std::find_if(way.rbegin(), way.rend(), [kind](const HistoryEntry& e) { return e.kind == kind; });
  return found == way.rend() ? nullptr : &*found;
}

const HistoryEntry* DiagnosisView::lastEnd() const {
  const auto found = std::find_if(way.rbegin(), way.rend(), [](const HistoryEntry& e) { return e.reason.has_value(); });
  return found == way.rend() ? nullptr : &*found;
}

std::string DiagnosisView::homeNode() const {
  if (holder != nullptr) return holder->node.info.id.toStdString();
  if (std::string gone = goneNode(); !gone.empty()) return gone;
  return way.empty() ? report.bus.routeNode.toStdString() : way.back().node.toStdString();
}

std::string DiagnosisView::goneNode() const {
  const std::string last = report.bus.lastNode.toStdString();
  const bool gone = holder == nullptr && report.bus.lastGone && answered(last) == nullptr;
  return gone ? last : std::string();
}

bool DiagnosisView::redisAway() const {
  return facts.report && !report.bus.answered && report.bus.kind == QLatin1StringView("redis");
}

quint64 DiagnosisView::waiting() const {
  const auto queued = std::ranges::count_if(
      commands, [](const HistoryEntry& entry) { return entry.durable && entry.status == CommandStatus::Queued; });
  return std::max(report.bus.waitingCount, static_cast<quint64>(queued));
}

std::string DiagnosisView::notAsked() const {
  QStringList names;
  for (const node::NodeRow& row : report.silent) names.push_back(row.info.id);
  return names.join(QStringLiteral(", ")).toStdString();
}

const node::DeviceAtNode* DiagnosisView::answered(std::string_view node) const {
  const auto found = std::ranges::find_if(
      report.nodes, [&](const node::DeviceAtNode& at) { return at.node.info.id.toStdString() == node; });
  return found == report.nodes.end() ? nullptr : &*found;
}

Text DiagnosisView::ago(std::int64_t atMs) const {
  return text("{0} ago", spanText(std::max<std::int64_t>(nowMs - atMs, 0)));
}

Text entryText(const DiagnosisView& view, const HistoryEntry& entry) {
  const Text when = view.ago(entry.atMs);
  const std::string node = entry.node.toStdString();
  const std::string address = entry.address.toStdString();
  const std::string detail = entry.detail.isEmpty() ? std::string() : ": " + entry.detail.toStdString();
  switch (entry.kind) {
    case HistoryKind::Connected: return text("{0}: connected to {1} from {2}", when, node, address);
    case HistoryKind::TookOver:
      return text("{0}: connected to {1} from {2}, and took over from its older session", when, node, address);
    case HistoryKind::Closed:
      return text("{0}: closed at {1}, {2}, {3} after it connected from {4} and {5} after it was heard last{6}", when,
                  node, toText(*entry.reason), spanText(entry.lastedMs), address, spanText(entry.silentMs), detail);
    case HistoryKind::Refused:
      return text("{0}: refused by {1}, {2}, from {3}{4}", when, node, toText(*entry.reason), address, detail);
    case HistoryKind::Command: break;
  }
  const bool coded = entry.status == CommandStatus::Failed;
  if (coded) {
    return text("{0}: command {1} {2} with code {3}{4}", when, entry.id.toStdString(), toText(entry.status), entry.code,
                detail);
  }
  return text("{0}: command {1} {2}{3}", when, entry.id.toStdString(), toText(entry.status), detail);
}

Fix fixOf(Text text, std::vector<std::string> commands) { return {std::move(text), std::move(commands), std::nullopt}; }

std::string deviceOf(const DiagnosisView& view) { return view.facts.device; }

}  // namespace lk::setup
