#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_refusal.h"
#include "server/bus/report_script.h"

namespace lk::bus {

// One report on its way to its stream.
struct UplinkItem {
  std::string text;              // the device, then the data
  std::uint32_t deviceSize = 0;  // of that
  std::uint32_t thread = 0;
  std::uint64_t session = 0;
  std::int64_t atMs = 0;  // wall clock
  ReportTicket ticket;

  [[nodiscard]] std::string_view device() const { return std::string_view(text).substr(0, deviceSize); }
  [[nodiscard]] std::string_view data() const { return std::string_view(text).substr(deviceSize); }
  // What it takes of the buffer: with its bookkeeping, and its form while it is being sent.
  [[nodiscard]] std::size_t cost() const { return 2 * text.size() + 256; }
};

// Reports to the streams of Redis, in order for each stream, with one batch of each under way at a time: what comes
// meanwhile makes the next. Where Redis refuses one, nothing of its device is stored before it. A batch that
// was not answered is sent again, so a report may stand there twice, but is never lost. Belongs to the node's thread;
// put() comes from the I/O threads.
class RedisUplink final : public QObject {
  Q_OBJECT

 public:
  struct Options {
    std::size_t shards = 16;
    std::int64_t maxlen = 1'000'000;
    std::size_t buffer = 67'108'864;  // bytes
    std::string node;
  };
  using OnStored = std::function<void(std::size_t thread, std::vector<ReportTicket> tickets)>;

  RedisUplink(RedisClient& client, const RedisKeys& keys, const Clock& clock, Options options);

  // In the node's thread, once.
  void start(OnStored onStored, std::function<void()> onRoom);

  [[nodiscard]] std::unique_ptr<Uplink> makeThreadUplink(std::size_t thread);

  // Any thread.
  void put(std::vector<UplinkItem>& items);  // leaves items empty
  [[nodiscard]] bool full() const { return m_full.load(std::memory_order_relaxed); }
  [[nodiscard]] bool overfull() const { return full() && waitingBytes() >= 2 * m_options.buffer; }
  [[nodiscard]] std::size_t waitingBytes() const { return m_waiting.load(std::memory_order_relaxed); }
  void account(std::size_t bytes);

  // Why reports can't be stored though Redis answers: out of memory, no rights. Empty: they can.
  [[nodiscard]] std::string trouble() const { return m_refusal.text(); }

 private:
  struct Shard {
    std::string key;
    std::deque<UplinkItem> queue;
    std::vector<UplinkItem> flying;
    std::vector<bool> stored;  // of those flying
    std::size_t unanswered = 0;
    Clock::Steady notBefore;  // Redis refused
  };

  void takeMail();
  void pump(Shard& shard);
  void sendAlone(Shard& shard, std::size_t index);
  void sendTogether(Shard& shard);
  void answered(Shard& shard, std::size_t from, std::size_t stored, const RedisOutcome& outcome);
  void landed(Shard& shard);
  void tellStored();
  void giveBack(std::size_t bytes);

  RedisClient& m_client;
  const Clock& m_clock;
  const Options m_options;
  const std::string m_maxlen;
  const ReportScript m_script;
  std::vector<Shard> m_shards;
  OnStored m_onStored;
  std::function<void()> m_onRoom;
  std::vector<std::vector<ReportTicket>> m_storedNow;  // by thread
  bool m_tellPosted = false;
  RecentRefusal m_refusal{m_clock};
  QTimer m_retryTimer;

  std::mutex m_mutex;
  std::vector<UplinkItem> m_mail;
  bool m_mailPosted = false;
  std::atomic<std::size_t> m_waiting{0};
  std::atomic<bool> m_full{false};
};

}  // namespace lk::bus
