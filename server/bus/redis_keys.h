#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lk::bus {

// How keys and channels are called. A device's keys share its hash tag, so that one script may touch them all; so do
// those of the nodes. The public ones are the bus contract's.
class RedisKeys {
 public:
  explicit RedisKeys(std::string_view prefix) : m_prefix(prefix) {}

  // Public.
  [[nodiscard]] std::string commands() const { return m_prefix + ":cmd"; }
  [[nodiscard]] std::string results() const { return m_prefix + ":result"; }
  [[nodiscard]] std::string uplink(std::size_t shard) const { return m_prefix + ":up:{" + std::to_string(shard) + "}"; }

  // Of a device.
  [[nodiscard]] std::string route(std::string_view device) const { return ofDevice(":route:{", device); }
  [[nodiscard]] std::string queue(std::string_view device) const { return ofDevice(":queue:{", device); }
  [[nodiscard]] std::string kept(std::string_view device) const { return ofDevice(":kept:{", device); }
  [[nodiscard]] std::string ended(std::string_view device) const { return ofDevice(":ended:{", device); }
  // The same for one device after the other, in the same memory.
  struct OfCommands {
    std::string queue;
    std::string kept;
    std::string ended;
  };
  void write(OfCommands& keys, std::string_view device) const {
    write(keys.queue, ":queue:{", device);
    write(keys.kept, ":kept:{", device);
    write(keys.ended, ":ended:{", device);
  }

  // Of the nodes.
  [[nodiscard]] std::string nodes() const { return m_prefix + ":{nodes}"; }
  [[nodiscard]] std::string lease(std::string_view instance) const {
    return m_prefix + ":{nodes}:lease:" + std::string(instance);
  }
  // What is known of an instance, all in one slot.
  struct OfInstance {
    std::string nodes;
    std::string lease;
    std::string cleaner;
  };
  [[nodiscard]] OfInstance ofInstance(std::string_view instance) const {
    return {nodes(), lease(instance), m_prefix + ":{nodes}:cleaner:" + std::string(instance)};
  }
  // Devices that an instance holds, or did.
  [[nodiscard]] std::string held(std::string_view instance) const {
    return m_prefix + ":held:{" + std::string(instance) + "}";
  }
  // When durable commands expire.
  static constexpr std::size_t kExpiryShards = 16;
  [[nodiscard]] std::string expiry(std::size_t shard) const {
    return m_prefix + ":expiry:{" + std::to_string(shard) + "}";
  }
  // That something was told; what: its id, or a number that is nobody else's.
  [[nodiscard]] std::string told(std::string_view what) const { return m_prefix + ":told:" + std::string(what); }

  // Channels of one instance, and of one console.
  [[nodiscard]] std::string nodeChannels() const { return m_prefix + ":node:"; }
  [[nodiscard]] std::string nodeChannel(std::string_view instance) const {
    return nodeChannels() + std::string(instance);
  }
  [[nodiscard]] std::string consoleChannel(std::string_view console) const {
    return m_prefix + ":console:" + std::string(console);
  }

 private:
  void write(std::string& key, std::string_view kind, std::string_view device) const {
    key.assign(m_prefix).append(kind).append(device).push_back('}');
  }
  [[nodiscard]] std::string ofDevice(std::string_view kind, std::string_view device) const {
    std::string key;
    key.reserve(m_prefix.size() + kind.size() + device.size() + 1);
    write(key, kind, device);
    return key;
  }

  std::string m_prefix;
};

}  // namespace lk::bus
