#include "server/bus/redis_routes.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "server/bus/claim_answer.h"

namespace lk::bus {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;

namespace {

constexpr auto kWelcomeWaits = 500ms;
constexpr auto kSlowClaimWaits = 3s;
constexpr auto kStartsWithin = 8s;
// Two nodes of a Redis Cluster pass on what is published in no common order.
constexpr auto kStartsUnevenly = 200ms;
constexpr auto kConfirmWaits = 8s;   // less than a command waits for its acknowledgement, unless it says so
constexpr auto kAgainAfter = 500ms;  // no less: for the script, what is younger is a HELLO of just now
constexpr auto kReleaseDeadline = 60s;
constexpr std::string_view kPage = "64";  // durable commands of a device that come at a time
constexpr std::size_t kAgainAtATime = 256;
constexpr std::size_t kReleasesAtATime = 256;  // some milliseconds of Redis' time
constexpr std::size_t kHeldAtATime = 500;

}  // namespace

RedisRoutes::RedisRoutes(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
                         std::string instance, OnSettled onSettled, OnPage onPage)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_clock(clock),
      m_instance(std::move(instance)),
      m_onSettled(std::move(onSettled)),
      m_onPage(std::move(onPage)),
      m_timer(this),
      m_flush(this) {
  m_timer.setInterval(100ms);
  connect(&m_timer, &QTimer::timeout, this, &RedisRoutes::tick);
  m_timer.start();
  m_flush.setSingleShot(true);
  connect(&m_flush, &QTimer::timeout, this, qOverload<>(&RedisRoutes::tellHeld));
}

void RedisRoutes::claim(const std::string& device, std::uint64_t session, Bus::OnClaimed claimed) {
  const Held held{session, 0, m_clock.steady()};
  m_held[device] = held;
  m_came.push_back(device);
  if (!m_flush.isActive()) m_flush.start(0);

  const std::uint64_t ticket = ++m_lastTicket;
  m_claims.emplace(ticket, std::move(claimed));
  m_waiting.push_back({ticket, held.since + kWelcomeWaits, device, session});
  ask(device, held, true,
      [this, ticket, device, session](Claimed answer) { answered(ticket, device, session, std::move(answer)); });
}

void RedisRoutes::ask(const std::string& device, const Held& held, bool onlyIfUp, Bus::OnClaimed done) {
  const std::string route = m_keys.route(device);
  const std::string queue = m_keys.queue(device);
  const std::string kept = m_keys.kept(device);
  const std::string ended = m_keys.ended(device);
  const auto age = duration_cast<microseconds>(m_clock.steady() - held.since).count();
  const std::string session = std::to_string(held.session);
  const std::string ageUs = std::to_string(std::max<std::int64_t>(age, 0));
  const std::string epoch = std::to_string(held.epoch);
  const std::string channels = m_keys.nodeChannels();
  const std::string results = m_keys.results();
  // Never repeated as it is, nor sent late: its age would be wrong by then. Where Redis had it and was slow, it may
  // take its time: what it has taken is taken.
  const auto deadline = held.slow ? std::chrono::milliseconds(kSlowClaimWaits) : kWelcomeWaits;
  m_client.callScript({route, deadline, false, onlyIfUp}, m_scripts.claim, {route, queue, kept, ended},
                      {m_instance, session, ageUs, epoch, channels, kPage, results},
                      [this, device, session = held.session, doubts = m_doubts, done = std::move(done)](
                          const RedisOutcome& outcome) { done(read(device, session, doubts, outcome)); });
}

void RedisRoutes::answered(std::uint64_t ticket, const std::string& device, std::uint64_t session, Claimed claimed) {
  const auto found = m_claims.find(ticket);
  if (found == m_claims.end()) {
    --m_givenUp;
    return settle(device, session, std::move(claimed));
  }
  const Bus::OnClaimed call = std::move(found->second);
  m_claims.erase(found);
  call(std::move(claimed));
}

void RedisRoutes::settle(const std::string& device, std::uint64_t session, Claimed claimed) {
  if (claimed.verdict == Claimed::Verdict::Unknown) return;
  const auto confirming = m_confirming.find(device);
  const auto held = m_held.find(device);
  // One that was asked before the doubt says nothing of what was missed since.
  const bool old =
      claimed.verdict == Claimed::Verdict::Owner && held != m_held.end() && held->second.sureSince != m_doubts;
  if (confirming == m_confirming.end() || confirming->second.session != session || old) {
    return m_onSettled(device, session, std::move(claimed));
  }
  if (const auto replaced = m_replaced.find(device); replaced != m_replaced.end()) {
    claimed.replaced = replaced->second.what;
  }
  const Bus::OnClaimed call = std::move(confirming->second.done);
  m_confirming.erase(confirming);
  call(std::move(claimed));
}

Claimed RedisRoutes::read(const std::string& device, std::uint64_t session, std::uint64_t doubts,
                          const RedisOutcome& outcome) {
  if (m_refusal.noteOfDevice(outcome)) Q_EMIT refusalChanged();
  Claimed claimed;
  const auto held = m_held.find(device);
  if (!holds(device, session)) {
    // The news of a newer session elsewhere has overtaken this answer.
    claimed.verdict = Claimed::Verdict::Older;
    return claimed;
  }
  if (!outcome.ok()) {
    claimed.verdict = Claimed::Verdict::Unknown;
    held->second.slow = outcome.kind == RedisOutcome::Kind::Unknown;
    askAgain(device);
    m_againFrom = m_clock.steady() + kAgainAfter;
    return claimed;
  }
  ClaimAnswer answer = readClaim(outcome.value);
  if (answer.claimed.verdict == Claimed::Verdict::Older) {
    m_held.erase(held);
    went(device);
    return std::move(answer.claimed);
  }
  held->second.epoch = answer.epoch;
  held->second.sureSince = doubts;
  if (!answer.claimed.replaced.instance.empty()) {
    const auto wait = held->second.started ? kStartsUnevenly : std::chrono::milliseconds(kStartsWithin);
    m_replaced[device] = {answer.claimed.replaced, session, m_clock.steady() + wait};
  }
  m_onPage(device, answer.claimed.waiting, answer.moreBehind.value_or(0));
  return std::move(answer.claimed);
}

void RedisRoutes::release(const std::string& device, std::uint64_t session) {
  if (const auto held = m_held.find(device); held != m_held.end()) {
    if (held->second.session != session) return;  // a newer one is here: its claim has said so
    m_held.erase(held);
  } else {
    return;  // taken over elsewhere
  }
  releaseLater(device, session);
  releaseSome();
}

void RedisRoutes::releaseLater(const std::string& device, std::uint64_t session) {
  const auto [unsaid, isNew] = m_unsaid.try_emplace(device, session);
  if (isNew) m_toRelease.push_back(device);
  unsaid->second = std::max(unsaid->second, session);
}

void RedisRoutes::releaseAllNow() { releaseUpTo(std::numeric_limits<std::size_t>::max()); }

void RedisRoutes::releaseSome() {
  if (m_clock.steady() >= m_releaseFrom) releaseUpTo(kReleasesAtATime);
}

void RedisRoutes::releaseUpTo(std::size_t underWay) {
  while (!m_toRelease.empty() && m_releasing < underWay && m_client.up()) {
    const std::string device = std::move(m_toRelease.front());
    m_toRelease.pop_front();
    const auto unsaid = m_unsaid.find(device);
    const std::uint64_t session = unsaid->second;
    m_unsaid.erase(unsaid);
    if (!m_held.contains(device)) askRelease(device, session);  // else it is back, and its release will do for this
  }
}

void RedisRoutes::askRelease(const std::string& device, std::uint64_t session) {
  const std::string route = m_keys.route(device);
  const std::string number = std::to_string(session);
  ++m_releasing;
  m_client.callScript({route, kReleaseDeadline, true, false}, m_scripts.release, {route}, {m_instance, number},
                      [this, device, session](const RedisOutcome& outcome) {
                        --m_releasing;
                        if (outcome.ok()) {
                          // Not earlier: should this node end before, somebody has to clean up.
                          went(device);
                        } else {
                          m_releaseFrom = m_clock.steady() + kAgainAfter;
                          releaseLater(device, session);
                          m_heldUntold.insert(device);  // it may have been told meanwhile that it went
                        }
                        releaseSome();
                      });
}

bool RedisRoutes::holds(const std::string& device, std::uint64_t session) const {
  const auto held = m_held.find(device);
  return held != m_held.end() && held->second.session == session;
}

bool RedisRoutes::replaced(const std::string& device, std::uint64_t session) {
  if (!holds(device, session)) return false;
  m_held.erase(device);
  went(device);
  return true;
}

// No route names this instance any more.
void RedisRoutes::went(const std::string& device) {
  m_went.push_back(device);
  if (!m_flush.isActive()) m_flush.start(0);
}

void RedisRoutes::doubt() {
  ++m_doubts;
  m_doubting = true;
}

void RedisRoutes::startsHere(const std::string& device, std::uint64_t session) {
  if (!holds(device, session)) return;
  m_held[device].started = true;
  const auto replaced = m_replaced.find(device);
  if (replaced != m_replaced.end() && replaced->second.by == session) {
    replaced->second.until = m_clock.steady() + kStartsUnevenly;
  }
}

void RedisRoutes::forgetReplaced() {
  const auto now = m_clock.steady();
  std::erase_if(m_replaced,
                [&](const auto& one) { return one.second.until <= now || !holds(one.first, one.second.by); });
}

bool RedisRoutes::sure(const std::string& device) const {
  if (!m_replaced.empty() && m_replaced.contains(device)) return false;
  if (!m_doubting && m_inAgain.empty() && m_askingAgain == 0 && m_givenUp == 0) return true;
  const auto held = m_held.find(device);
  return held == m_held.end() || held->second.sureSince == m_doubts;
}

void RedisRoutes::confirm(const std::string& device, Bus::OnClaimed claimed) {
  if (const auto replaced = m_replaced.find(device); replaced != m_replaced.end()) {
    const auto answer = [this, device, known = replaced->second, claimed = std::move(claimed)] {
      const bool held = holds(device, known.by);
      claimed({held ? Claimed::Verdict::Owner : Claimed::Verdict::Older, {}, {}, known.what});
    };
    QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    return;
  }
  const auto held = m_held.find(device);
  const std::uint64_t session = held == m_held.end() ? 0 : held->second.session;
  Confirming& confirming = m_confirming[device];
  confirming = {session, std::move(claimed), m_clock.steady() + kConfirmWaits};
  askToConfirm(device, confirming);
}

void RedisRoutes::askToConfirm(const std::string& device, Confirming& confirming) {
  const auto held = m_held.find(device);
  if (confirming.asking || !holds(device, confirming.session) || m_clock.steady() < held->second.since + kAgainAfter)
    return;
  confirming.asking = true;
  ask(device, held->second, true, [this, device, session = held->second.session](Claimed claimed) {
    const auto found = m_confirming.find(device);
    if (found != m_confirming.end() && found->second.session == session) found->second.asking = false;
    settle(device, session, std::move(claimed));
  });
}

void RedisRoutes::confirmSome() {
  const auto now = m_clock.steady();
  std::vector<std::string> over;
  for (auto& [device, confirming] : m_confirming) {
    if (confirming.until <= now || !holds(device, confirming.session)) {
      over.push_back(device);
    } else {
      askToConfirm(device, confirming);
    }
  }
  for (const std::string& device : over) {
    const Confirming confirming = std::move(m_confirming.extract(device).mapped());
    const bool held = holds(device, confirming.session);
    confirming.done({held ? Claimed::Verdict::Unknown : Claimed::Verdict::Older, {}, {}, {}});
  }
}

void RedisRoutes::claimAllAgain() {
  m_doubting = false;
  m_again.clear();
  m_tooYoung.clear();
  m_inAgain.clear();
  for (const auto& [device, held] : m_held) {
    askAgain(device);
    m_came.push_back(device);
  }
  tellHeld();
  claimSomeAgain();
  releaseSome();
}

// Once, however often it is claimed in vain while Redis is away.
void RedisRoutes::askAgain(const std::string& device) {
  if (m_inAgain.insert(device).second) m_again.push_back(device);
}

// One whose first claim is still to be answered has to wait for that, or be old enough: asked again as a HELLO of just
// now it would win over a newer one that has come in between, while it is being told of that.
bool RedisRoutes::mayAskAgain(const Held& held) const {
  return held.epoch > 0 || m_clock.steady() >= held.since + kAgainAfter;
}

void RedisRoutes::claimSomeAgain() {
  if (m_clock.steady() < m_againFrom) return;
  while (!m_again.empty() && m_askingAgain < kAgainAtATime && m_client.up()) {
    const std::string device = std::move(m_again.front());
    m_again.pop_front();
    const auto held = m_held.find(device);
    if (held != m_held.end() && !mayAskAgain(held->second)) {
      m_tooYoung.push_back(device);
      continue;
    }
    m_inAgain.erase(device);
    if (held == m_held.end()) continue;
    ++m_askingAgain;
    ask(device, held->second, false, [this, device, session = held->second.session](Claimed claimed) {
      --m_askingAgain;
      settle(device, session, std::move(claimed));
      claimSomeAgain();
    });
  }
}

void RedisRoutes::giveUpWaiting() {
  const auto now = m_clock.steady();
  while (!m_waiting.empty() && m_waiting.front().until <= now) {
    const Waiting waiting = std::move(m_waiting.front());
    m_waiting.pop_front();
    const auto found = m_claims.find(waiting.ticket);
    if (found == m_claims.end()) continue;
    const Bus::OnClaimed call = std::move(found->second);
    m_claims.erase(found);
    ++m_givenUp;
    const bool held = holds(waiting.device, waiting.session);
    call({held ? Claimed::Verdict::Unknown : Claimed::Verdict::Older, {}, {}, {}});
  }
}

void RedisRoutes::tick() {
  giveUpWaiting();
  confirmSome();
  forgetReplaced();
  // Not at each answer: there may be a fleet of them.
  m_again.insert(m_again.end(), m_tooYoung.begin(), m_tooYoung.end());
  m_tooYoung.clear();
  claimSomeAgain();
  releaseSome();
  tellHeldAgain();
}

// For whoever cleans up after this instance, should it end badly.
void RedisRoutes::tellHeld() {
  tellHeld("SADD", m_came);
  std::erase_if(m_went, [this](const std::string& device) { return m_held.contains(device); });
  tellHeld("SREM", m_went);
}

void RedisRoutes::tellHeld(const char* word, std::vector<std::string>& devices) {
  const std::string key = m_keys.held(m_instance);
  const auto told = std::make_shared<const std::vector<std::string>>(std::exchange(devices, {}));
  for (std::size_t from = 0; from < told->size(); from += kHeldAtATime) {
    const std::span<const std::string> some =
        std::span(*told).subspan(from).first(std::min(kHeldAtATime, told->size() - from));
    RedisClient::Words words{word, key};
    words.insert(words.end(), some.begin(), some.end());
    m_client.call({key, kReleaseDeadline, true, false}, words, [this, told, some](const RedisOutcome& outcome) {
      if (outcome.ok()) return;
      m_heldUntold.insert(some.begin(), some.end());
      m_tellAgainFrom = m_clock.steady() + kAgainAfter;
    });
  }
}

// A route that nobody would clean up would stay for ever. What is still to be released may be in Redis, too.
void RedisRoutes::tellHeldAgain() {
  if (m_heldUntold.empty() || m_clock.steady() < m_tellAgainFrom || !m_client.up()) return;
  for (const std::string& device : std::exchange(m_heldUntold, {})) {
    (m_held.contains(device) || m_unsaid.contains(device) ? m_came : m_went).push_back(device);
  }
  tellHeld();
}

}  // namespace lk::bus
