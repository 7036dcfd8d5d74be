#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/bus/command.h"
#include "server/node/history_record.h"
#include "server/node/kept_record.h"

namespace lk::node {

// What happened to each device: connects, takeovers, closes, refusals, and its commands with what became of them.
// Bounded: of a device the newest are kept, and devices that nothing happened to for longest are forgotten first.
// Pure; times are ms of the wall clock.
class DeviceHistory {
 public:
  struct Limits {
    std::size_t bytes = 32 * 1024 * 1024;  // about 150 000 devices that connected once, or 5 000 full ones
    std::size_t connections = 24;          // of a device: what is no command
    std::size_t commands = 24;             // of a device
  };

  DeviceHistory() : DeviceHistory(Limits{}) {}
  explicit DeviceHistory(Limits limits) : m_limits(limits) {}
  DeviceHistory(const DeviceHistory&) = delete;
  DeviceHistory& operator=(const DeviceHistory&) = delete;

  // seq of the record is given here.
  void add(const std::string& device, HistoryRecord record);
  // In place of what was known of this command.
  void addCommand(std::int64_t atMs, const bus::CommandResult& result);
  // Records to come are numbered from here on.
  void startAt(std::uint64_t seq) { m_lastSeq = std::max(m_lastSeq, seq); }
  // One that a file had; in place of an older form of itself.
  void restore(HistoryLine line);

  // Oldest first.
  [[nodiscard]] std::vector<HistoryRecord> of(const std::string& device) const;

  [[nodiscard]] std::size_t devices() const { return m_devices.size(); }
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }

  // For a file. Without one nothing need be noted of what changed.
  void noteChanges(bool on) { m_noting = on; }
  [[nodiscard]] bool changed() const { return !m_changed.empty(); }  // since it was told
  // Lines of what changed since the last call, about so many bytes of them. False: that was all.
  bool appendChanges(std::string& out, std::size_t bytes = std::numeric_limits<std::size_t>::max());
  // From here on everything is told anew, by appendSome; what changes meanwhile is told as ever.
  void tellAnew();
  // About so many bytes of what is to be told anew. False: all is told.
  [[nodiscard]] bool appendSome(std::string& out, std::size_t bytes);

 private:
  struct Device;
  using Named = std::pair<const std::string, Device>;
  struct Device {
    std::vector<KeptRecord> records;
    Named* older = nullptr;  // in the order of being touched
    Named* newer = nullptr;
    std::uint32_t told = 0;  // the telling that it was last told whole in
    bool changed = false;    // is in m_changed
  };
  // That it can't throw spares the map a hash beside each device.
  struct Hash {
    std::size_t operator()(const std::string& text) const noexcept { return std::hash<std::string>{}(text); }
  };

  [[nodiscard]] static std::size_t bytesOf(const std::string& name);
  [[nodiscard]] static std::size_t bytesOf(const Device& device);
  Named& touch(const std::string& name);
  void addTo(Named& device, HistoryRecord record);
  void link(Named& device);
  void unlink(Named& device);
  KeptRecord* put(Device& device, KeptRecord record);
  [[nodiscard]] KeptRecord* oldestOfMany(Device& device, bool command) const;
  void noteChange(Named& device, KeptRecord& record);
  void forgetOldDevices(const Named& but);
  void appendWhole(std::string& out, Named& device);

  Limits m_limits;
  std::unordered_map<std::string, Device, Hash> m_devices;
  Named* m_oldest = nullptr;
  Named* m_newest = nullptr;
  Named* m_next = nullptr;  // to be told anew
  std::deque<Named*> m_changed;
  std::size_t m_bytes = 0;
  std::uint64_t m_lastSeq = 0;
  std::uint32_t m_telling = 0;
  bool m_noting = false;
};

}  // namespace lk::node
