#include "server/bus/redis_uplink.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kBatch = 512;
constexpr std::size_t kBatchBytes = 1024 * 1024;
constexpr std::size_t kFew = 16;
constexpr auto kDeadline = 30s;

// Few reports, of a device each, have no order to lose; a script costs Redis more than so few of them do.
bool mayGoAlone(const std::vector<UplinkItem>& batch) {
  if (batch.size() > kFew) return false;
  for (auto i = batch.begin(); i != batch.end(); ++i) {
    if (std::any_of(batch.begin(), i, [&](const UplinkItem& other) { return other.device() == i->device(); })) {
      return false;
    }
  }
  return true;
}

// An I/O thread's end: what its devices report in one turn goes over at once.
class ThreadUplink final : public Uplink {
 public:
  ThreadUplink(RedisUplink& uplink, std::size_t thread, const Clock& clock)
      : m_uplink(uplink), m_thread(static_cast<std::uint32_t>(thread)), m_clock(clock) {}

  Put put(const Report& report, ReportTicket ticket) override {
    UplinkItem& item = m_items.emplace_back();
    item.text.reserve(report.device.size() + report.data.size());
    item.text.append(report.device).append(report.data);
    item.deviceSize = static_cast<std::uint32_t>(report.device.size());
    item.thread = m_thread;
    item.session = report.session;
    item.atMs = m_clock.wallMicros() / 1000;
    item.ticket = ticket;
    m_uplink.account(item.cost());
    return Put::Waiting;
  }

  void flush() override {
    if (!m_items.empty()) m_uplink.put(m_items);
  }

  bool full() const override { return m_uplink.full(); }
  bool overfull() const override { return m_uplink.overfull(); }

 private:
  RedisUplink& m_uplink;
  const std::uint32_t m_thread;
  const Clock& m_clock;
  std::vector<UplinkItem> m_items;
};

}  // namespace

RedisUplink::RedisUplink(RedisClient& client, const RedisKeys& keys, const Clock& clock, Options options)
    : m_client(client),
      m_clock(clock),
      m_options(std::move(options)),
      m_maxlen(std::to_string(m_options.maxlen)),
      m_shards(m_options.shards),
      m_retryTimer(this) {
  for (std::size_t i = 0; i < m_shards.size(); ++i) m_shards[i].key = keys.uplink(i);
  m_retryTimer.setInterval(500ms);
  connect(&m_retryTimer, &QTimer::timeout, this, [this] {
    m_retryTimer.stop();
    for (Shard& shard : m_shards) pump(shard);
  });
}

void RedisUplink::start(OnStored onStored, std::function<void()> onRoom) {
  m_onStored = std::move(onStored);
  m_onRoom = std::move(onRoom);
}

std::unique_ptr<Uplink> RedisUplink::makeThreadUplink(std::size_t thread) {
  if (m_storedNow.size() <= thread) m_storedNow.resize(thread + 1);
  return std::make_unique<ThreadUplink>(*this, thread, m_clock);
}

// An eighth is left for what the threads have read already when the bound is near.
void RedisUplink::account(std::size_t bytes) {
  const std::size_t waiting = m_waiting.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (waiting >= m_options.buffer - m_options.buffer / 8) m_full.store(true, std::memory_order_relaxed);
}

void RedisUplink::giveBack(std::size_t bytes) {
  const std::size_t waiting = m_waiting.fetch_sub(bytes, std::memory_order_relaxed) - bytes;
  if (waiting > m_options.buffer / 2 || !m_full.exchange(false, std::memory_order_relaxed)) return;
  m_onRoom();
}

void RedisUplink::put(std::vector<UplinkItem>& items) {
  bool post = false;
  {
    const std::lock_guard lock(m_mutex);
    if (m_mail.empty()) {
      m_mail.swap(items);
    } else {
      std::ranges::move(items, std::back_inserter(m_mail));
    }
    post = !std::exchange(m_mailPosted, true);
  }
  items.clear();
  if (post) QMetaObject::invokeMethod(this, &RedisUplink::takeMail, Qt::QueuedConnection);
}

void RedisUplink::takeMail() {
  std::vector<UplinkItem> mail;
  {
    const std::lock_guard lock(m_mutex);
    mail.swap(m_mail);
    m_mailPosted = false;
  }
  for (UplinkItem& item : mail) {
    m_shards[shardOf(item.device(), m_shards.size())].queue.push_back(std::move(item));
  }
  for (Shard& shard : m_shards) pump(shard);
}

void RedisUplink::pump(Shard& shard) {
  if (shard.unanswered > 0 || shard.queue.empty()) return;
  if (shard.notBefore > m_clock.steady()) {
    if (!m_retryTimer.isActive()) m_retryTimer.start();
    return;
  }
  std::size_t bytes = 0;
  while (!shard.queue.empty() && shard.flying.size() < kBatch && bytes < kBatchBytes) {
    bytes += shard.queue.front().text.size();
    shard.flying.push_back(std::move(shard.queue.front()));
    shard.queue.pop_front();
  }
  shard.stored.assign(shard.flying.size(), false);
  if (!mayGoAlone(shard.flying)) return sendTogether(shard);
  shard.unanswered = shard.flying.size();
  for (std::size_t i = 0; i < shard.flying.size(); ++i) sendAlone(shard, i);
}

void RedisUplink::sendAlone(Shard& shard, std::size_t index) {
  const UplinkItem& item = shard.flying[index];
  const std::string session = std::to_string(item.session);
  const std::string at = std::to_string(item.atMs);
  m_client.call({shard.key, kDeadline, true, false},
                {"XADD", shard.key, "MAXLEN", "~", m_maxlen, "*", "device", item.device(), "session", session, "node",
                 m_options.node, "at", at, "data", item.data()},
                [this, &shard, index](const RedisOutcome& outcome) { answered(shard, index, 1, outcome); });
}

void RedisUplink::sendTogether(Shard& shard) {
  ReportScript::Batch batch(m_maxlen, m_options.node, shard.flying.size());
  for (const UplinkItem& item : shard.flying) batch.add(item.device(), item.session, item.atMs, item.data());
  shard.unanswered = 1;
  m_script.call(m_client, {shard.key, kDeadline, true, false}, batch, [this, &shard](const RedisOutcome& outcome) {
    const auto stored = static_cast<std::size_t>(outcome.value.integer());
    answered(shard, 0, std::min(stored, shard.flying.size()), outcome);
  });
}

// stored: so many, where the outcome is good.
void RedisUplink::answered(Shard& shard, std::size_t from, std::size_t stored, const RedisOutcome& outcome) {
  m_refusal.note(outcome);
  if (outcome.ok()) {
    for (std::size_t i = from; i < from + stored; ++i) {
      shard.stored[i] = true;
      const UplinkItem& item = shard.flying[i];
      if (item.ticket.frameId != 0) m_storedNow[item.thread].push_back(item.ticket);
    }
    if (!std::exchange(m_tellPosted, true)) {
      QMetaObject::invokeMethod(this, &RedisUplink::tellStored, Qt::QueuedConnection);
    }
  } else if (outcome.kind == RedisOutcome::Kind::Refused) {
    shard.notBefore = m_clock.steady() + 1s;
  }
  if (--shard.unanswered == 0) landed(shard);
}

// What did not get there goes first in the next batch, in its order.
void RedisUplink::landed(Shard& shard) {
  std::size_t bytes = 0;
  for (std::size_t i = shard.flying.size(); i-- > 0;) {
    if (shard.stored[i]) {
      bytes += shard.flying[i].cost();
    } else {
      shard.queue.push_front(std::move(shard.flying[i]));
    }
  }
  shard.flying.clear();
  if (bytes > 0) giveBack(bytes);
  pump(shard);
}

void RedisUplink::tellStored() {
  m_tellPosted = false;
  for (std::size_t thread = 0; thread < m_storedNow.size(); ++thread) {
    if (!m_storedNow[thread].empty()) m_onStored(thread, std::exchange(m_storedNow[thread], {}));
  }
}

}  // namespace lk::bus
