#include <QMetaObject>
#include <QObject>
#include <QRandomGenerator>
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "server/bus/redis_slots.h"
#include "server/bus/redis_topology.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kLookEvery = 60s;        // at the slots, while all is well
constexpr auto kLookAgain = 300ms;      // while a slot has no master that answers
constexpr auto kLookAtMost = 100ms;     // however much happens
constexpr auto kFade = 15s;             // a link that no slot needs
constexpr auto kOlderMapsWaitFor = 5s;  // for a map as new as the one in use

class ClusterTopology final : public RedisTopology {
 public:
  ClusterTopology(const RedisOptions& options, const Clock& clock, RedisRequests& requests)
      : RedisTopology(options, clock, requests), m_slots(kSlots) {}

  void start() override;
  void tick(Clock::Steady now) override;

  RedisLink* linkFor(const RedisRequest& request) override;
  Next onError(RedisLink& link, RedisRequest& request, std::string_view error) override;

  // Every slot has a master, and its link is ready: whoever has lost one, be it for its failover, comes up anew.
  bool up() const override;
  RedisTrouble trouble() const override;
  RedisAddress anyNode() override;
  std::vector<RedisAddress> masters() const override;

  void linkReady(RedisLink& link) override;
  void linkLost(RedisLink& link, std::vector<RedisRequestPtr> unanswered) override;
  void heard(RedisLink& link, RedisValue value) override;

 private:
  // The answer that comes next, after CLUSTER INFO and CLUSTER SLOTS were asked together.
  enum class Awaits : std::uint8_t { Nothing, Info, Slots };

  // A node of the cluster, as far as it is known. Linked while it is a master, or was wanted lately.
  struct Node {
    Node(const RedisOptions& options, const Clock& clock, RedisLinkOwner& owner, RedisAddress where)
        : address(std::move(where)), link(options, RedisLink::Use::Requests, clock, owner) {}

    const RedisAddress address;
    RedisLink link;
    int slots = 0;  // it is master of
    bool wasReady = false;
    Awaits awaits = Awaits::Nothing;
    std::uint64_t epoch = 0;  // the cluster's, as it said last
    Clock::Steady wantedAt;
  };

  [[nodiscard]] Node& nodeOf(const RedisLink& link) { return *m_nodes.at(link.address()); }
  Node& want(const RedisAddress& address);
  void openSoon();
  void openWanted();
  void fade(Clock::Steady now);
  void setMaster(int slot, Node* node);
  [[nodiscard]] Node* keylessNode();

  void lookBy(Clock::Steady when) { m_lookAt = std::min(m_lookAt, std::max(when, m_lookedAt + kLookAtMost)); }
  void lookIfDue(Clock::Steady now);
  [[nodiscard]] Node* nodeToAsk();
  void takeMap(const std::vector<SlotRange>& ranges, std::uint64_t epoch);
  [[nodiscard]] bool tooOld(std::uint64_t epoch, Clock::Steady now);

  template <typename Good>
  [[nodiscard]] Node* nextAfter(const RedisAddress& last, Good good) const;

  QObject m_context;
  std::map<RedisAddress, std::unique_ptr<Node>> m_nodes;
  std::vector<Node*> m_slots;  // their masters
  int m_slotsWithout = kSlots;
  std::vector<RedisAddress> m_known;  // all nodes of the map in use
  Node* m_keyless = nullptr;          // takes the requests without a key, as long as it can: so they keep their order
  bool m_openPosted = false;
  bool m_mapped = false;  // once at least

  Clock::Steady m_lookAt = Clock::Steady::max();
  Clock::Steady m_lookedAt;
  std::optional<RedisAddress> m_askNext;  // knows more than others
  RedisAddress m_asked;
  RedisAddress m_offered;
  std::uint64_t m_epoch = 0;  // of the map in use
  std::optional<Clock::Steady> m_olderSince;
  RedisTrouble m_mapTrouble;
};

void ClusterTopology::start() {
  for (const RedisAddress& seed : m_options.url.addresses) want(seed);
}

// Opened from the event loop: what comes of it must not happen inside of what asks for it.
void ClusterTopology::openSoon() {
  if (m_openPosted) return;
  m_openPosted = true;
  QMetaObject::invokeMethod(
      &m_context,
      [this] {
        m_openPosted = false;
        openWanted();
      },
      Qt::QueuedConnection);
}

ClusterTopology::Node& ClusterTopology::want(const RedisAddress& address) {
  auto& node = m_nodes[address];
  if (!node) {
    node = std::make_unique<Node>(m_options, m_clock, *this, address);
    openSoon();
  }
  node->wantedAt = m_clock.steady();
  return *node;
}

void ClusterTopology::openWanted() {
  const Clock::Steady now = m_clock.steady();
  for (const auto& [address, node] : m_nodes) {
    if ((node->slots > 0 || now - node->wantedAt < kFade) && node->link.mayOpen(now)) node->link.open(address);
  }
}

void ClusterTopology::fade(Clock::Steady now) {
  std::erase_if(m_nodes, [this, now](const auto& entry) {
    Node& node = *entry.second;
    if (node.slots > 0 || now - node.wantedAt < kFade || node.link.busy()) return false;
    if (m_keyless == &node) m_keyless = nullptr;
    return true;
  });
}

void ClusterTopology::tick(Clock::Steady now) {
  for (const auto& [address, node] : m_nodes) node->link.tick(now);
  if (std::ranges::none_of(m_nodes, [](const auto& entry) { return entry.second->link.ready(); })) {
    for (const RedisAddress& seed : m_options.url.addresses) want(seed);
    for (const RedisAddress& known : m_known) want(known);
  }
  openWanted();
  fade(now);
  if (!up()) lookBy(m_lookedAt + kLookAgain);
  lookIfDue(now);
}

RedisLink* ClusterTopology::linkFor(const RedisRequest& request) {
  if (request.askedAt) {
    Node& node = want(*request.askedAt);
    if (node.link.ready()) return &node.link;
    if (!node.link.closed() || node.link.trouble().text.empty()) return nullptr;
    // Not to be reached: the slot's master will say what is so now.
  }
  Node* node = request.slot == kAnySlot ? keylessNode() : m_slots[static_cast<std::size_t>(request.slot)];
  return node != nullptr && node->link.ready() ? &node->link : nullptr;
}

ClusterTopology::Node* ClusterTopology::keylessNode() {
  if (m_keyless != nullptr && m_keyless->slots > 0 && m_keyless->link.ready()) return m_keyless;
  std::vector<Node*> fit;
  for (const auto& [address, node] : m_nodes) {
    if (node->slots > 0 && node->link.ready()) fit.push_back(node.get());
  }
  if (fit.empty()) return nullptr;
  m_keyless = fit[static_cast<std::size_t>(QRandomGenerator::global()->bounded(static_cast<int>(fit.size())))];
  return m_keyless;
}

RedisTopology::Next ClusterTopology::onError(RedisLink& link, RedisRequest& request, std::string_view error) {
  const Clock::Steady now = m_clock.steady();
  if (const auto redirection = readRedirection(error, link.address().host)) {
    Node& node = want(redirection->to);
    if (redirection->ask) {
      request.askedAt = redirection->to;
    } else {
      setMaster(redirection->slot, &node);
      m_askNext = link.address();
      lookBy(now);
    }
    return Next::Again;
  }
  if (!isPassing(error)) return Next::Refuse;
  if (isReadOnly(error) || error.starts_with("CLUSTERDOWN")) lookBy(now);
  return Next::AgainLater;
}

void ClusterTopology::setMaster(int slot, Node* node) {
  Node*& master = m_slots[static_cast<std::size_t>(slot)];
  if (master == node) return;
  m_slotsWithout += (node == nullptr ? 1 : 0) - (master == nullptr ? 1 : 0);
  if (master != nullptr) --master->slots;
  master = node;
  if (node == nullptr || ++node->slots > 1) return;
  if (node->link.ready()) {
    countReady();
  } else {
    node->link.openSoon();
    openSoon();
  }
}

bool ClusterTopology::up() const {
  return m_slotsWithout == 0 && std::ranges::all_of(m_nodes, [](const auto& entry) {
           return entry.second->slots == 0 || entry.second->link.ready();
         });
}

RedisTrouble ClusterTopology::trouble() const {
  RedisTrouble found;
  bool anyReady = false;
  for (const auto& [address, node] : m_nodes) {
    anyReady = anyReady || node->link.ready();
    const RedisTrouble& its = node->link.trouble();
    const bool matters = !m_mapped || node->slots > 0;
    if (node->link.ready() || !matters || its.text.empty()) continue;
    if (found.text.empty() || (found.hopeful && !its.hopeful)) found = its;
  }
  const std::string where = m_options.url.addresses.front().text();
  if (!m_mapped) {
    if (anyReady && !m_mapTrouble.text.empty()) return m_mapTrouble;
    if (!anyReady && !found.text.empty()) return found;
    return {"connecting to the Redis cluster at " + where};
  }
  if (m_slotsWithout > 0) {
    return {std::to_string(m_slotsWithout) +
            " of the 16384 slots of the Redis cluster have no master: `redis-cli "
            "--cluster check " +
            where + "` says which"};
  }
  if (found.text.empty()) return {"connecting to all masters of the Redis cluster at " + where};
  if (!found.hopeful || !anyReady) return found;
  return {"a master of the Redis cluster is away, and none has taken its place yet: " + found.text};
}

// The first of those that are good, in a ring, after the last one.
template <typename Good>
ClusterTopology::Node* ClusterTopology::nextAfter(const RedisAddress& last, Good good) const {
  const auto start = m_nodes.upper_bound(last);
  for (auto i = start; i != m_nodes.end(); ++i) {
    if (good(*i->second)) return i->second.get();
  }
  for (auto i = m_nodes.begin(); i != start; ++i) {
    if (good(*i->second)) return i->second.get();
  }
  return nullptr;
}

RedisAddress ClusterTopology::anyNode() {
  if (!m_mapped || m_nodes.empty()) return {{}, 0};
  if (m_offered.host.empty()) {  // not all programs the same one
    const auto at = QRandomGenerator::global()->bounded(static_cast<int>(m_nodes.size()));
    m_offered = std::next(m_nodes.begin(), at)->first;
  }
  const Node* node = nextAfter(m_offered, [](const Node& one) { return one.slots > 0 && one.link.ready(); });
  if (node == nullptr) node = nextAfter(m_offered, [](const Node& one) { return one.link.ready(); });
  if (node == nullptr) node = nextAfter(m_offered, [](const Node&) { return true; });
  m_offered = node->address;
  return m_offered;
}

std::vector<RedisAddress> ClusterTopology::masters() const {
  std::vector<RedisAddress> masters;
  for (const auto& [address, node] : m_nodes) {
    if (node->slots > 0) masters.push_back(address);
  }
  return masters;
}

void ClusterTopology::linkReady(RedisLink& link) {
  Node& node = nodeOf(link);
  node.wasReady = true;
  if (node.slots > 0) countReady();
  const Clock::Steady now = m_clock.steady();
  if (!up()) lookBy(now);
  lookIfDue(now);
  m_requests.topologyChanged();
}

void ClusterTopology::linkLost(RedisLink& link, std::vector<RedisRequestPtr> unanswered) {
  Node& node = nodeOf(link);
  const bool master = node.slots > 0;
  countLost(std::exchange(node.wasReady, false) && master);
  node.awaits = Awaits::Nothing;
  const Clock::Steady now = m_clock.steady();
  if (master) lookBy(now);
  m_requests.takeBack(std::move(unanswered));
  m_requests.topologyChanged();
}

ClusterTopology::Node* ClusterTopology::nodeToAsk() {
  const auto free = [](const Node& node) { return node.link.ready() && node.awaits == Awaits::Nothing; };
  if (const auto next = std::exchange(m_askNext, std::nullopt)) {
    const auto found = m_nodes.find(*next);
    if (found != m_nodes.end() && free(*found->second)) return found->second.get();
  }
  Node* master = nextAfter(m_asked, [free](const Node& node) { return node.slots > 0 && free(node); });
  return master != nullptr ? master : nextAfter(m_asked, free);
}

void ClusterTopology::lookIfDue(Clock::Steady now) {
  if (now < m_lookAt) return;
  Node* node = nodeToAsk();
  if (node == nullptr) return;
  m_lookedAt = now;
  m_lookAt = now + kLookEvery;
  m_asked = node->address;
  node->awaits = Awaits::Info;
  node->link.sendOwn({"CLUSTER", "INFO"});
  node->link.sendOwn({"CLUSTER", "SLOTS"});
}

void ClusterTopology::heard(RedisLink& link, RedisValue value) {
  Node& node = nodeOf(link);
  if (node.awaits == Awaits::Info) {
    node.awaits = Awaits::Slots;
    // Who may not ask for the epoch has to trust the map.
    node.epoch = value.isError() ? m_epoch : numberOf(infoField(value.text(), "cluster_current_epoch"));
    return;
  }
  if (node.awaits == Awaits::Nothing) return;
  node.awaits = Awaits::Nothing;
  const auto ranges = readSlotRanges(value, link.address().host);
  if (ranges) return takeMap(*ranges, node.epoch);
  m_mapTrouble =
      value.isError()
          ? refusalTrouble(value.text(), "CLUSTER SLOTS", m_options, link.address())
          : RedisTrouble{"Redis at " + link.address().text() + " does not answer CLUSTER SLOTS as it should"};
  lookBy(m_clock.steady() + kLookAgain);
}

// A node that was away or cut off tells of masters that have been replaced since. Only if nobody knows better, as in a
// cluster set up anew, it is right.
bool ClusterTopology::tooOld(std::uint64_t epoch, Clock::Steady now) {
  if (epoch >= m_epoch) return false;
  if (!m_olderSince) m_olderSince = now;
  return now - *m_olderSince < kOlderMapsWaitFor;
}

void ClusterTopology::takeMap(const std::vector<SlotRange>& ranges, std::uint64_t epoch) {
  const Clock::Steady now = m_clock.steady();
  if (tooOld(epoch, now)) return lookBy(now + kLookAgain);
  m_olderSince.reset();
  m_epoch = epoch;
  m_mapped = true;
  m_known.clear();
  m_mapTrouble = {};
  std::vector<Node*> masters(kSlots);
  for (const SlotRange& range : ranges) {
    std::fill(masters.begin() + range.first, masters.begin() + range.last + 1, &want(range.master));
    m_known.push_back(range.master);
    m_known.insert(m_known.end(), range.replicas.begin(), range.replicas.end());
  }
  for (int slot = 0; slot < kSlots; ++slot) setMaster(slot, masters[static_cast<std::size_t>(slot)]);
  std::ranges::sort(m_known);
  m_known.erase(std::unique(m_known.begin(), m_known.end()), m_known.end());
  m_requests.topologyChanged();
}

}  // namespace

std::unique_ptr<RedisTopology> makeClusterTopology(const RedisOptions& options, const Clock& clock,
                                                   RedisRequests& requests) {
  return std::make_unique<ClusterTopology>(options, clock, requests);
}

}  // namespace lk::bus
