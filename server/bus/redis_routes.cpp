#include "server/bus/redis_routes.h"

#include <algorithm>
#include <utility>

#include "server/bus/claim_answer.h"

namespace lk::bus {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;

namespace {

constexpr std::chrono::milliseconds kSlowClaimWaits = 3s;
constexpr auto kReleaseDeadline = 60s;
constexpr std::size_t kPage = 64;  // durable commands of a device that come at a time

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
      m_heldSet(client, keys.held(m_instance), m_held, m_releases, clock),
      m_timer(this) {
  m_timer.setInterval(100ms);
  connect(&m_timer, &QTimer::timeout, this, &RedisRoutes::tick);
  m_timer.start();
}

void RedisRoutes::claim(const std::string& device, std::uint64_t session, Bus::OnClaimed claimed) {
  const HeldSession held{.session = session, .since = m_clock.steady()};
  m_held.put(device, held);
  m_heldSet.came(device);
  const std::uint64_t ticket = m_waiting.add(device, session, std::move(claimed));
  ask(device, held, true, [this, ticket, device, session](Claimed answer) {
    const auto call = m_waiting.answered(ticket);
    call ? (*call)(std::move(answer)) : settle(device, session, std::move(answer));
  });
}

void RedisRoutes::ask(const std::string& device, const HeldSession& held, bool onlyIfUp, Bus::OnClaimed done) {
  const std::string route = m_keys.route(device);
  RedisKeys::OfCommands commands;
  m_keys.write(commands, device);
  const std::string channels = m_keys.nodeChannels();
  const std::string results = m_keys.results();
  const auto age = duration_cast<microseconds>(m_clock.steady() - held.since);
  // Never repeated as it is, nor sent late: its age would be wrong by then. Where Redis had it and was slow, it may
  // take its time: what it has taken is taken.
  const auto deadline = held.slow ? kSlowClaimWaits : WaitingClaims::kWait;
  m_scripts.claim.call(m_client, {route, deadline, false, onlyIfUp},
                       {.route = route,
                        .commands = commands,
                        .instance = m_instance,
                        .session = held.session,
                        .age = std::max(age, microseconds(0)),
                        .knownEpoch = held.epoch,
                        .nodeChannels = channels,
                        .limit = kPage,
                        .results = results},
                       [this, device, asked = Asked{held.session, m_doubts, held.epoch == 0},
                        done = std::move(done)](const RedisOutcome& outcome) { done(read(device, asked, outcome)); });
}

Claimed RedisRoutes::read(const std::string& device, const Asked& asked, const RedisOutcome& outcome) {
  if (m_refusal.noteOfDevice(outcome)) Q_EMIT refusalChanged();
  if (!m_held.holds(device, asked.session)) return superseded(device, asked, outcome);
  HeldSession& held = *m_held.find(device);
  if (!outcome.ok()) {
    held.slow = outcome.kind == RedisOutcome::Kind::Unknown;
    m_reclaims.addFailed(device);
    return {Claimed::Verdict::Unknown, {}, {}, {}};
  }
  ClaimAnswer answer = readClaim(outcome.value);
  if (answer.claimed.verdict == Claimed::Verdict::Older) {
    m_held.erase(device);
    m_heldSet.went(device);
    return std::move(answer.claimed);
  }
  held.epoch = answer.epoch;
  held.sureSince = asked.doubts;
  if (asked.first) noteTakeover(device, asked.session, answer.claimed.replaced);
  m_onPage(device, answer.claimed.waiting, answer.moreBehind.value_or(0));
  return std::move(answer.claimed);
}

// A newer session is here by now, or is elsewhere and the news of it has overtaken this answer. Whom this one replaced
// counts for a newer one here, too, whose own claim does not say so.
Claimed RedisRoutes::superseded(const std::string& device, const Asked& asked, const RedisOutcome& outcome) {
  Claimed older{Claimed::Verdict::Older, {}, {}, {}};
  if (!asked.first || !outcome.ok()) return older;
  older.replaced = readClaim(outcome.value).claimed.replaced;
  noteTakeover(device, asked.session, older.replaced);
  return older;
}

void RedisRoutes::noteTakeover(const std::string& device, std::uint64_t by, const Claimed::Elsewhere& replaced) {
  if (!replaced.instance.empty()) m_takeovers.add(device, by, replaced);
}

// A claim that nobody waits for any more, or that was made again.
void RedisRoutes::settle(const std::string& device, std::uint64_t session, Claimed claimed) {
  if (claimed.verdict == Claimed::Verdict::Unknown) return;
  // One that was asked before the doubt says nothing of what was missed since.
  const HeldSession* held = m_held.find(device);
  const bool old = claimed.verdict == Claimed::Verdict::Owner && held != nullptr && held->sureSince != m_doubts;
  const auto confirmed = old ? std::nullopt : m_confirmations.take(device, session);
  if (!confirmed) return m_onSettled(device, session, std::move(claimed));
  if (const auto* takeover = m_takeovers.find(device)) claimed.replaced = takeover->replaced;
  (*confirmed)(std::move(claimed));
}

void RedisRoutes::tellGivenUp(const GivenUpClaim& claim, Claimed::Elsewhere replaced) const {
  const bool held = m_held.holds(claim.device, claim.session);
  claim.claimed({held ? Claimed::Verdict::Unknown : Claimed::Verdict::Older, {}, {}, std::move(replaced)});
}

void RedisRoutes::release(const std::string& device, std::uint64_t session) {
  // Else it was taken over elsewhere; or a newer one is here, whose claim has said so.
  if (!m_held.holds(device, session)) return;
  m_held.erase(device);
  m_releases.add(device, session);
  releaseSome();
}

void RedisRoutes::releaseAllNow() {
  while (m_client.up()) {
    const auto release = m_releases.nextAtOnce();
    if (!release) return;
    ask(*release);
  }
}

void RedisRoutes::releaseSome() {
  while (m_client.up()) {
    const auto release = m_releases.next();
    if (!release) return;
    ask(*release);
  }
}

void RedisRoutes::ask(const ReleaseQueue::Release& release) {
  const std::string route = m_keys.route(release.device);
  const std::string session = std::to_string(release.session);
  m_client.callScript({route, kReleaseDeadline, true, false}, m_scripts.release, {route}, {m_instance, session},
                      [this, release](const RedisOutcome& outcome) {
                        if (outcome.ok()) {
                          m_releases.heard();
                          // Not earlier: should this node end before, somebody has to clean up.
                          m_heldSet.went(release.device);
                        } else {
                          m_releases.failed(release);
                          m_heldSet.doubt(release.device);  // it may have been told meanwhile that it went
                        }
                        releaseSome();
                      });
}

bool RedisRoutes::replaced(const std::string& device, std::uint64_t session) {
  if (!m_held.holds(device, session)) return false;
  m_held.erase(device);
  m_heldSet.went(device);
  return true;
}

void RedisRoutes::doubt() {
  ++m_doubts;
  m_doubting = true;
}

void RedisRoutes::startsHere(const std::string& device, std::uint64_t session) {
  m_takeovers.startsHere(device, session);
}

bool RedisRoutes::sure(const std::string& device) const {
  return m_takeovers.find(device) == nullptr && upToDate(device);
}

// Whether what is held is what Redis says, as no message of it can have been missed.
bool RedisRoutes::upToDate(const std::string& device) const {
  if (!m_doubting && m_reclaims.idle() && !m_waiting.anyLate()) return true;
  const HeldSession* held = m_held.find(device);
  return held == nullptr || held->sureSince == m_doubts;
}

void RedisRoutes::confirm(const std::string& device, Bus::OnClaimed claimed) {
  if (const auto* takeover = m_takeovers.find(device); takeover != nullptr && upToDate(device)) {
    const HeldSession* now = m_held.find(device);
    const auto answer = [this, device, session = now == nullptr ? 0 : now->session, replaced = takeover->replaced,
                         claimed = std::move(claimed)] {
      const bool held = session != 0 && m_held.holds(device, session);
      claimed({held ? Claimed::Verdict::Owner : Claimed::Verdict::Older, {}, {}, replaced});
    };
    QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    return;
  }
  m_confirmations.add(device, std::move(claimed));
  if (m_confirmations.beginAsking(device)) askToConfirm(device);
}

void RedisRoutes::askToConfirm(const std::string& device) {
  const HeldSession& held = *m_held.find(device);
  ask(device, held, true, [this, device, session = held.session](Claimed claimed) {
    m_confirmations.answered(device, session);
    settle(device, session, std::move(claimed));
  });
}

void RedisRoutes::claimAllAgain() {
  m_doubting = false;
  m_reclaims.addAllHeld();
  for (const auto& [device, held] : m_held) m_heldSet.came(device);
  m_heldSet.tell();
  claimSomeAgain();
  releaseSome();
}

void RedisRoutes::claimSomeAgain() {
  while (m_client.up()) {
    const auto device = m_reclaims.next();
    if (!device) return;
    const HeldSession& held = *m_held.find(*device);
    ask(*device, held, false, [this, device = *device, session = held.session](Claimed claimed) {
      m_reclaims.answered();
      settle(device, session, std::move(claimed));
      claimSomeAgain();
    });
  }
}

void RedisRoutes::tick() {
  while (const auto claim = m_waiting.giveUpNext()) tellGivenUp(*claim);
  for (const std::string& device : m_confirmations.beginAskingAll()) askToConfirm(device);
  for (const GivenUpClaim& claim : m_confirmations.giveUpSome()) {
    const auto* takeover = m_takeovers.find(claim.device);
    tellGivenUp(claim, takeover == nullptr ? Claimed::Elsewhere() : takeover->replaced);
  }
  m_takeovers.forgetOver();
  m_reclaims.turnToTooYoung();
  claimSomeAgain();
  releaseSome();
  m_heldSet.tellAgain();
}

}  // namespace lk::bus
