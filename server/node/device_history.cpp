#include "server/node/device_history.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lk::node {

namespace {

constexpr std::size_t kMostSpare = 4;  // records that a device has room for and does not have

std::int16_t codeOf(const bus::CommandResult& result) {
  return static_cast<std::int16_t>(std::clamp<int>(result.code, 0, std::numeric_limits<std::int16_t>::max()));
}

HistoryRecord recordOf(std::int64_t atMs, const bus::CommandResult& result) {
  HistoryRecord record;
  record.atMs = atMs;
  record.session = result.session;
  record.kind = HistoryKind::Command;
  record.status = result.status;
  record.durable = result.durable;
  record.code = codeOf(result);
  record.id = result.id;
  record.detail.assign(result.reason, 0, kMaxHistoryText);
  return record;
}

}  // namespace

std::size_t DeviceHistory::bytesOf(const std::string& name) {
  constexpr std::size_t kInPlace = 15;               // characters that a string holds by itself
  constexpr std::size_t kOfMap = 4 * sizeof(void*);  // its node and bucket
  return sizeof(Named) + kOfMap + (name.size() > kInPlace ? name.capacity() + 1 : 0);
}

std::size_t DeviceHistory::bytesOf(const Device& device) {
  std::size_t bytes = device.records.capacity() * sizeof(KeptRecord);
  for (const KeptRecord& record : device.records) bytes += record.heapBytes();
  return bytes;
}

void DeviceHistory::add(const std::string& device, HistoryRecord record) { addTo(touch(device), std::move(record)); }

void DeviceHistory::addTo(Named& device, HistoryRecord record) {
  record.seq = ++m_lastSeq;
  noteChange(device, *put(device.second, KeptRecord(record)));
  forgetOldDevices(device);
}

void DeviceHistory::addCommand(std::int64_t atMs, const bus::CommandResult& result) {
  Named& device = touch(result.device);
  auto& records = device.second.records;
  const std::uint32_t mark = KeptRecord::markOf(result.id);
  const auto before =
      std::ranges::find_if(records, [&](const KeptRecord& record) { return record.isCommand(mark, result.id); });
  if (before == records.end()) return addTo(device, recordOf(atMs, result));
  m_bytes -= before->heapBytes();
  before->change(atMs, result.session, result.status, codeOf(result), result.reason);
  m_bytes += before->heapBytes();
  noteChange(device, *before);
  forgetOldDevices(device);
}

void DeviceHistory::restore(HistoryLine line) {
  m_lastSeq = std::max(m_lastSeq, line.record.seq);
  Named& device = touch(line.device);
  const auto before = std::ranges::find(device.second.records, line.record.seq, &KeptRecord::seq);
  if (before == device.second.records.end()) {
    put(device.second, KeptRecord(line.record));
  } else {
    m_bytes -= before->heapBytes();
    *before = KeptRecord(line.record);
    m_bytes += before->heapBytes();
  }
  forgetOldDevices(device);
}

std::vector<HistoryRecord> DeviceHistory::of(const std::string& device) const {
  std::vector<HistoryRecord> records;
  const auto found = m_devices.find(device);
  if (found == m_devices.end()) return records;
  for (const KeptRecord& kept : found->second.records) records.push_back(kept.record());
  // A command stands where its fate does, not where it began.
  std::ranges::sort(records, {}, [](const HistoryRecord& record) { return std::pair(record.atMs, record.seq); });
  return records;
}

DeviceHistory::Named& DeviceHistory::touch(const std::string& name) {
  const auto [found, isNew] = m_devices.try_emplace(name);
  Named& device = *found;
  if (isNew) {
    // Nothing of it was told before, so there is nothing to tell anew.
    device.second.told = m_telling;
    m_bytes += bytesOf(device.first);
  } else {
    // Were it the last to be told anew, and taken out of the order, it would seem that all is told.
    if (&device == m_newest) return device;
    unlink(device);
  }
  link(device);
  return device;
}

void DeviceHistory::link(Named& device) {
  device.second.older = m_newest;
  device.second.newer = nullptr;
  (m_newest != nullptr ? m_newest->second.newer : m_oldest) = &device;
  m_newest = &device;
}

void DeviceHistory::unlink(Named& device) {
  Named* const older = device.second.older;
  Named* const newer = device.second.newer;
  if (m_next == &device) m_next = newer;
  (older != nullptr ? older->second.newer : m_oldest) = newer;
  (newer != nullptr ? newer->second.older : m_newest) = older;
}

// Where it stands now; null: there are as many of its kind as may be, and all are newer.
KeptRecord* DeviceHistory::put(Device& device, KeptRecord record) {
  auto& records = device.records;
  if (KeptRecord* const oldest = oldestOfMany(device, record.isCommand())) {
    if (record.seq() < oldest->seq()) return nullptr;
    m_bytes -= oldest->heapBytes();
    m_bytes += record.heapBytes();
    // Moved out first: where a short text is moved onto a long one's, its room would stay.
    const KeptRecord gone = std::move(*oldest);
    *oldest = std::move(record);
    return oldest;
  }
  m_bytes += record.heapBytes();
  m_bytes -= records.capacity() * sizeof record;
  if (records.size() == records.capacity()) {
    records.reserve(records.size() + std::clamp<std::size_t>(records.size(), 1, kMostSpare));
  }
  m_bytes += records.capacity() * sizeof record;
  return &records.emplace_back(std::move(record));
}

// Null: another one of this kind may be kept beside those that are.
KeptRecord* DeviceHistory::oldestOfMany(Device& device, bool command) const {
  const std::size_t atMost = command ? m_limits.commands : m_limits.connections;
  if (device.records.size() < atMost) return nullptr;
  std::size_t count = 0;
  KeptRecord* oldest = nullptr;
  for (KeptRecord& record : device.records) {
    if (record.isCommand() != command) continue;
    ++count;
    if (oldest == nullptr || record.seq() < oldest->seq()) oldest = &record;
  }
  return count < atMost ? nullptr : oldest;
}

void DeviceHistory::forgetOldDevices(const Named& but) {
  while (m_bytes > m_limits.bytes && m_oldest != &but) {
    Named& device = *m_oldest;
    m_bytes -= bytesOf(device.first) + bytesOf(device.second);
    unlink(device);
    // Near the front, as what changed longest ago.
    if (device.second.changed) m_changed.erase(std::ranges::find(m_changed, &device));
    m_devices.erase(m_devices.find(device.first));
  }
}

void DeviceHistory::noteChange(Named& device, KeptRecord& record) {
  if (!m_noting) return;
  record.setUntold(true);
  if (!std::exchange(device.second.changed, true)) m_changed.push_back(&device);
}

bool DeviceHistory::appendChanges(std::string& out, std::size_t bytes) {
  const std::size_t start = out.size();
  for (; !m_changed.empty() && out.size() - start < bytes; m_changed.pop_front()) {
    auto& [name, device] = *m_changed.front();
    device.changed = false;
    for (KeptRecord& record : device.records) {
      if (record.untold()) appendHistoryLine(out, name, record.record());
      record.setUntold(false);
    }
  }
  return !m_changed.empty();
}

void DeviceHistory::tellAnew() {
  ++m_telling;
  m_next = m_oldest;
}

bool DeviceHistory::appendSome(std::string& out, std::size_t bytes) {
  const std::size_t enough = out.size() + bytes;
  for (; m_next != nullptr && out.size() < enough; m_next = m_next->second.newer) {
    if (m_next->second.told != m_telling) appendWhole(out, *m_next);
  }
  return m_next != nullptr;
}

void DeviceHistory::appendWhole(std::string& out, Named& device) {
  device.second.told = m_telling;
  for (KeptRecord& record : device.second.records) {
    record.setUntold(false);
    appendHistoryLine(out, device.first, record.record());
  }
}

}  // namespace lk::node
