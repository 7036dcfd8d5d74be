#include "server/bus/redis_queue.h"

#include <QPointer>
#include <QRandomGenerator>
#include <utility>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kTick = 50ms;
constexpr auto kIdleTick = 250ms;
constexpr int kFreeRedirections = 5;  // more are made no faster than errors that pass

}  // namespace

RedisQueue::RedisQueue(RedisOptions options, const Clock& clock, QObject* parent)
    : QObject(parent),
      m_options(std::move(options)),
      m_clock(clock),
      m_timer(this),
      m_lanes(kAnySlot + 1),
      m_trouble{"connecting to Redis at " + m_options.url.addresses.front().text()} {
  m_timer.setTimerType(Qt::CoarseTimer);
  connect(&m_timer, &QTimer::timeout, this, &RedisQueue::tick);
}

RedisQueue::~RedisQueue() = default;

void RedisQueue::start() {
  if (m_timer.isActive()) return;
  m_timer.start(kTick);
  switch (m_options.url.kind) {
    case RedisUrl::Kind::Single: m_topology = makeSingleTopology(m_options, m_clock, *this); break;
    case RedisUrl::Kind::Sentinel: m_topology = makeSentinelTopology(m_options, m_clock, *this); break;
    case RedisUrl::Kind::Cluster: m_topology = makeClusterTopology(m_options, m_clock, *this); break;
  }
  m_topology->start();
  reconsider();
}

void RedisQueue::call(const RedisClient::Ask& ask, RedisWords words, RedisClient::Done done) {
  RedisRequestPtr request = makeRequest(ask, std::move(done));
  request->bytes = respRequest(words);
  submit(std::move(request), ask.onlyIfUp);
}

void RedisQueue::callScript(const RedisClient::Ask& ask, const RedisScript& script, RedisWords keys,
                            RedisWords arguments, RedisClient::Done done) {
  auto& known = m_scripts[script.digest()];
  if (!known) known = std::make_unique<RedisScript>(script);
  RedisRequestPtr request = makeRequest(ask, std::move(done));
  request->script = known.get();
  request->words = 3 + keys.size() + arguments.size();
  request->bytes.reserve(respSize(keys) + respSize(arguments));
  appendRespWord(request->bytes, std::to_string(keys.size()));
  for (const std::string_view key : keys) appendRespWord(request->bytes, key);
  for (const std::string_view argument : arguments) appendRespWord(request->bytes, argument);
  submit(std::move(request), ask.onlyIfUp);
}

RedisRequestPtr RedisQueue::makeRequest(const RedisClient::Ask& ask, RedisClient::Done done) {
  auto request = std::make_unique<RedisRequest>();
  request->slot = ask.key.empty() || !slotted() ? kAnySlot : keySlot(ask.key);
  request->order = ++m_asked;
  request->deadline = m_clock.steady() + ask.deadline;
  request->done = std::move(done);
  request->repeatable = ask.repeatable;
  request->mayWait = ask.mayWait;
  request->answerMayWait = ask.answerMayWait;
  return request;
}

void RedisQueue::submit(RedisRequestPtr request, bool onlyIfUp) {
  ++m_underWay;
  hurry();
  // Not up may mean another slot than this one's.
  if (onlyIfUp && !m_up && (laneOf(*request).waiting > 0 || linkFor(*request) == nullptr)) {
    return finishLater(std::move(request), RedisOutcome::Kind::Away, m_trouble.text);
  }
  sendOrWait(std::move(request));
}

RedisLink* RedisQueue::linkFor(const RedisRequest& request) {
  if (!m_topology) return nullptr;
  RedisLink* link = m_topology->linkFor(request);
  const Lane& lane = laneOf(request);
  return lane.flying > 0 && lane.link != link ? nullptr : link;
}

// Behind those of its slot that wait, so that order is kept.
void RedisQueue::sendOrWait(RedisRequestPtr request) {
  RedisLink* link = laneOf(*request).waiting > 0 ? nullptr : linkFor(*request);
  link != nullptr ? send(*link, std::move(request)) : wait(std::move(request));
}

void RedisQueue::send(RedisLink& link, RedisRequestPtr request) {
  ++m_requests;
  Lane& lane = laneOf(*request);
  ++lane.flying;
  lane.link = &link;
  link.send(std::move(request));
}

void RedisQueue::wait(RedisRequestPtr request) {
  ++laneOf(*request).waiting;
  const std::uint64_t order = request->order;
  m_waiting.emplace(order, std::move(request));
  hurry();
}

// It flies no more, whatever became of it.
void RedisQueue::land(const RedisRequest& request) {
  Lane& lane = laneOf(request);
  if (--lane.flying == 0 && lane.waiting > 0) dispatchSoon();
}

// Once for all that one turn of the event loop brings.
void RedisQueue::dispatchSoon() {
  if (m_dispatchPosted || !slotted()) return;
  m_dispatchPosted = true;
  QMetaObject::invokeMethod(
      this,
      [this] {
        m_dispatchPosted = false;
        dispatch();
      },
      Qt::QueuedConnection);
}

void RedisQueue::dispatch() {
  if (m_waiting.empty() || !m_topology) return;
  const Clock::Steady now = m_clock.steady();
  std::vector<bool> held(kAnySlot + 1);  // slots one of whose requests can't go: those behind it wait, too
  for (auto i = m_waiting.begin(); i != m_waiting.end();) {
    RedisRequest& request = *i->second;
    const auto slot = static_cast<std::size_t>(request.slot);
    RedisLink* link = held[slot] || now < request.notBefore ? nullptr : linkFor(request);
    if (link == nullptr) {
      held[slot] = true;
      if (!slotted()) return;
      ++i;
      continue;
    }
    --m_lanes[slot].waiting;
    send(*link, std::move(i->second));
    i = m_waiting.erase(i);
  }
}

void RedisQueue::answered(RedisLink& link, RedisRequestPtr request, RedisValue value) {
  land(*request);
  if (!value.isError()) {
    --m_underWay;
    RedisOutcome outcome;
    outcome.kind = RedisOutcome::Kind::Reply;
    outcome.value = value;
    return request->done(outcome);  // which may end this client
  }
  const std::string_view error = value.text();
  if (request->script != nullptr && !request->scriptInFull && error.starts_with("NOSCRIPT")) {
    link.forgetScripts();
    request->scriptInFull = true;
    return send(link, std::move(request));
  }
  request->askedAt.reset();
  const RedisTopology::Next next = m_topology->onError(link, *request, error);
  if (next == RedisTopology::Next::Refuse) return refuse(std::move(request), error, value);
  // It was not run: who answers so may not know its script from now on.
  if (request->script != nullptr) link.forgetScripts();
  again(std::move(request), next);
}

void RedisQueue::again(RedisRequestPtr request, RedisTopology::Next next) {
  if (next == RedisTopology::Next::AgainLater || ++request->redirections > kFreeRedirections) {
    request->notBefore = m_clock.steady() + 50ms + std::chrono::milliseconds(QRandomGenerator::global()->bounded(50));
    return wait(std::move(request));
  }
  const Lane& lane = laneOf(*request);
  sendOrWait(std::move(request));
  if (lane.flying == 0) dispatchSoon();
}

void RedisQueue::refuse(RedisRequestPtr request, std::string_view error, RedisValue value) {
  --m_underWay;
  RedisOutcome outcome;
  outcome.kind = RedisOutcome::Kind::Refused;
  outcome.value = value;
  outcome.text = error;
  request->done(outcome);
}

void RedisQueue::expired(RedisRequestPtr request) {
  land(*request);
  expire(std::move(request));
}

void RedisQueue::expire(RedisRequestPtr request) {
  const bool unknown = request->maybeExecuted;
  finishLater(std::move(request), unknown ? RedisOutcome::Kind::Unknown : RedisOutcome::Kind::Away,
              m_up ? (unknown ? "Redis did not answer in time" : "Redis could not be asked in time") : m_trouble.text);
}

void RedisQueue::takeBack(std::vector<RedisRequestPtr> unanswered) {
  for (RedisRequestPtr& request : unanswered) {
    land(*request);
    request->askedAt.reset();
    if (request->maybeExecuted && !request->repeatable) {
      finishLater(std::move(request), RedisOutcome::Kind::Unknown, "the connection to Redis broke before it answered");
    } else {
      wait(std::move(request));
    }
  }
}

void RedisQueue::topologyChanged() {
  dispatch();
  reconsider();
}

void RedisQueue::finishLater(RedisRequestPtr request, RedisOutcome::Kind kind, std::string text) {
  Finished finished{std::move(request->done), {}};
  finished.outcome.kind = kind;
  finished.outcome.text = std::move(text);
  m_finished.push_back(std::move(finished));
  if (m_deliverPosted) return;
  m_deliverPosted = true;
  QMetaObject::invokeMethod(this, &RedisQueue::deliver, Qt::QueuedConnection);
}

void RedisQueue::deliver() {
  m_deliverPosted = false;
  const std::vector<Finished> finished = std::move(m_finished);
  m_finished.clear();
  const QPointer<RedisQueue> alive(this);
  for (const Finished& one : finished) {
    --m_underWay;
    one.done(one.outcome);
    if (!alive) return;
  }
}

void RedisQueue::tick() {
  const Clock::Steady now = m_clock.steady();
  expireWaiting(now);
  if (!m_topology) return;
  m_topology->tick(now);
  dispatch();
  reconsider();
  if (m_underWay == 0 && m_up && m_timer.intervalAsDuration() != kIdleTick) m_timer.setInterval(kIdleTick);
}

void RedisQueue::expireWaiting(Clock::Steady now) {
  for (auto i = m_waiting.begin(); i != m_waiting.end();) {
    if (now < i->second->deadline) {
      ++i;
      continue;
    }
    --laneOf(*i->second).waiting;
    expire(std::move(i->second));
    i = m_waiting.erase(i);
  }
}

void RedisQueue::reconsider() {
  const bool up = m_topology->up();
  m_trouble = up ? RedisTrouble{} : m_topology->trouble();
  if (up != m_up) hurry();
  m_up = up;
  if ((m_up == m_announced && m_trouble.text == m_announcedWhy) || m_announcePosted) return;
  m_announcePosted = true;
  QMetaObject::invokeMethod(this, &RedisQueue::announce, Qt::QueuedConnection);
}

// From the event loop itself: whoever hears it may end this client.
void RedisQueue::announce() {
  m_announcePosted = false;
  const QPointer<RedisQueue> alive(this);
  if (std::exchange(m_announcedWhy, m_trouble.text) != m_trouble.text) Q_EMIT whyChanged();
  if (!alive || m_announced == m_up) return;
  m_announced = m_up;
  Q_EMIT upChanged(m_up);
}

// While something is to be waited for, time is looked at often.
void RedisQueue::hurry() {
  if (m_timer.isActive() && m_timer.intervalAsDuration() != kTick) m_timer.setInterval(kTick);
}

}  // namespace lk::bus
