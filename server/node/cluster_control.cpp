#include "server/node/cluster_control.h"

#include <algorithm>

#include "server/node/cluster_merge.h"

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kAnswerWithin = 5s;
constexpr auto kWindowWaits = 1s;
constexpr auto kSilentAfter = 2s;
constexpr auto kSayHeardEvery = 10s;
constexpr std::size_t kAtOnce = 8;  // nodes that answer at the same time, so that their answers fit a link to Redis

}  // namespace

// One fetch of all nodes.
struct ClusterControl::Gathering {
  SnapshotRequest request;
  QPointer<QObject> context;
  Reply<Snapshot> done;
  std::deque<Target> left;
  std::map<QString, std::shared_ptr<Owed>> asked;  // by instance
  ClusterMerge merge;
  bool finished = false;
};

ClusterControl::ClusterControl(std::unique_ptr<bus::ClusterLink> link, NodeControl* own, const Clock& clock,
                               QObject* parent)
    : NodeControl(parent), m_link(std::move(link)), m_own(own), m_clock(clock), m_patience(this), m_heardTimer(this) {
  connect(m_link.get(), &bus::ClusterLink::upChanged, this, &ClusterControl::linkChanged);
  connect(m_link.get(), &bus::ClusterLink::nodesChanged, this, &ClusterControl::nodesChanged);
  connect(m_link.get(), &bus::ClusterLink::lineArrived, this,
          [this](const std::string& instance, const QByteArray& line) {
            const auto found = m_remotes.find(instance);
            const auto message = BusLineChannel::parse(line);
            if (!message || found == m_remotes.end() || !found->second.control) return;
            found->second.heardAt = m_clock.steady();
            found->second.channel->take(*message);
          });
  if (m_own != nullptr) connect(m_own, &NodeControl::commandChanged, this, &NodeControl::commandChanged);
  m_patience.setSingleShot(true);
  connect(&m_patience, &QTimer::timeout, this,
          [this] { setState(State::Lost, QString::fromStdString(m_link->why())); });
  connect(&m_heardTimer, &QTimer::timeout, this, [this] {
    for (const auto& [instance, remote] : m_remotes) {
      if (remote.control) remote.channel->sayHeard();
    }
  });
  m_heardTimer.start(kSayHeardEvery);
}

ClusterControl::~ClusterControl() {
  for (const auto& [instance, remote] : m_remotes) {
    if (!remote.control) continue;
    remote.control->disconnect(this);
    remote.channel->end();
    delete remote.control;
  }
}

void ClusterControl::open(std::chrono::milliseconds patience) {
  m_link->start();
  m_patience.start(patience);
}

void ClusterControl::openAnyway() {
  m_fetchWithin = kWindowWaits;
  m_link->start();
  later(this, [this] { setState(State::Connected, {}); });
}

NodeInfo ClusterControl::info() const {
  if (m_own != nullptr) return m_own->info();
  NodeInfo info;
  info.id = QStringLiteral("cluster");
  info.bus = QStringLiteral("redis");
  return info;
}

void ClusterControl::linkChanged() {
  if (m_state != State::Connecting) return;
  if (m_link->up()) {
    setState(State::Connected, {});
  } else if (m_patience.isActive() && !m_link->hopeful()) {
    setState(State::Lost, QString::fromStdString(m_link->why()));
  }
}

void ClusterControl::setState(State state, const QString& why) {
  m_patience.stop();
  if (m_state == state) return;
  m_state = state;
  Q_EMIT stateChanged(state, why);
}

bool ClusterControl::isOwn(const bus::NodeRecord& record) const {
  if (m_own == nullptr) return false;
  const NodeInfo own = m_own->info();
  return own.id.toStdString() == record.id && own.pid == record.pid;
}

// Links to nodes that are gone go, too.
void ClusterControl::nodesChanged() {
  std::erase_if(m_remotes, [&](const auto& entry) {
    const bool live = std::ranges::any_of(m_link->nodes(), [&](const bus::NodeRecord& record) {
      return record.instance == entry.first && record.leaseLeftMs > 0;
    });
    if (!live && entry.second.control) {
      entry.second.control->lose(QStringLiteral("the node is gone: its lease in Redis is over"));
    }
    return !live;
  });
}

NodeControl* ClusterControl::linkTo(const std::string& instance) {
  Remote& remote = m_remotes[instance];
  if (remote.control) return remote.control;
  if (m_clock.steady() < remote.retryAt) return nullptr;
  // A later talk has a higher number.
  auto* channel = new BusLineChannel(
      static_cast<quint64>(m_clock.wallMicros()),
      [this, instance](const QByteArray& line) { m_link->tell(instance, line.toStdString()); }, nullptr);
  remote.control = new LineNodeControl(*channel, kAnswerWithin, this);
  remote.channel = channel;
  channel->setParent(remote.control);
  connect(remote.control, &NodeControl::stateChanged, this, [this, instance](State state) {
    if (state == State::Lost) remoteLost(instance);
  });
  connect(remote.control, &NodeControl::nodeDrained, this, &NodeControl::nodeDrained);
  remote.control->greet();
  for (const auto& [device, count] : m_traces) remote.control->setTrace(device, true);
  return remote.control;
}

void ClusterControl::remoteLost(const std::string& instance) {
  const auto found = m_remotes.find(instance);
  if (found == m_remotes.end() || !found->second.control) return;
  found->second.control->deleteLater();
  found->second.control.clear();
  found->second.owed.reset();
  found->second.row.reset();
  found->second.retryAt = m_clock.steady() + kRetryAfter;
}

QList<ClusterControl::Target> ClusterControl::targets(QStringList* silent) {
  QList<Target> list;
  if (m_own != nullptr) list.push_back({QString(), m_own->info().id, m_own});
  for (const bus::NodeRecord& record : m_link->nodes()) {
    if (record.leaseLeftMs <= 0 || isOwn(record)) continue;
    const QString id = QString::fromStdString(record.id);
    NodeControl* control = m_link->up() ? linkTo(record.instance) : nullptr;
    if (control != nullptr) {
      list.push_back({QString::fromStdString(record.instance), id, control});
    } else if (silent != nullptr) {
      silent->push_back(id);
    }
  }
  return list;
}

void ClusterControl::later(QObject* context, std::function<void()> call) {
  QMetaObject::invokeMethod(
      this,
      [guarded = QPointer(context), call = std::move(call)] {
        if (guarded) call();
      },
      Qt::QueuedConnection);
}

void ClusterControl::fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) {
  auto gathering =
      std::make_shared<Gathering>(Gathering{request, context, std::move(done), {}, {}, ClusterMerge(request)});
  later(context, [this, gathering] { gather(gathering); });
}

void ClusterControl::gather(const std::shared_ptr<Gathering>& gathering) {
  const QList<Target> all = targets();
  gathering->left.assign(all.begin(), all.end());
  for (const bus::NodeRecord& record : m_link->nodes()) {
    if (record.leaseLeftMs > 0) gathering->merge.lives(QString::fromStdString(record.instance));
  }
  if (m_fetchWithin > 0ms) {
    QTimer::singleShot(m_fetchWithin, this, [this, gathering] { goOnWithoutTheLate(gathering); });
  }
  gatherNext(gathering);
}

void ClusterControl::gatherNext(const std::shared_ptr<Gathering>& gathering) {
  while (!gathering->left.empty() && gathering->asked.size() < kAtOnce) {
    const Target target = gathering->left.front();
    gathering->left.pop_front();
    if (!target.control) continue;
    const SnapshotRequest request = gathering->merge.requestFor(target.instance);
    if (const auto remote = m_remotes.find(target.instance.toStdString()); remote != m_remotes.end()) {
      if (const std::shared_ptr<Owed> owed = remote->second.owed) {
        if (!owed->answer) continue;
        remote->second.owed.reset();
        // To another question it is no answer.
        if (owed->request == request) {
          add(*gathering, target, *owed->answer);
          continue;
        }
      }
    }
    auto owed = std::make_shared<Owed>(Owed{request, {}});
    gathering->asked.emplace(target.instance, owed);
    target.control->fetch(request, this, [this, gathering, target, owed](const Result<Snapshot>& snapshot) {
      gathered(gathering, target, owed, snapshot);
    });
  }
  if (gathering->asked.empty() && !gathering->finished) finish(*gathering);
}

void ClusterControl::gathered(const std::shared_ptr<Gathering>& gathering, const Target& target,
                              const std::shared_ptr<Owed>& owed, const Result<Snapshot>& snapshot) {
  if (gathering->asked.erase(target.instance) == 0) {
    const auto remote = m_remotes.find(target.instance.toStdString());
    if (remote == m_remotes.end() || remote->second.owed != owed) return;
    if (snapshot) {
      owed->answer = *snapshot;
    } else {
      remote->second.owed.reset();
    }
    return;
  }
  if (snapshot) add(*gathering, target, *snapshot);
  gatherNext(gathering);
}

void ClusterControl::add(Gathering& gathering, const Target& target, const Snapshot& snapshot) {
  const auto remote = m_remotes.find(target.instance.toStdString());
  if (remote != m_remotes.end() && !snapshot.nodes.isEmpty()) remote->second.row = snapshot.nodes.front();
  gathering.merge.add(target.instance, target.id, snapshot);
}

// The own node is waited for: it is late only when this program is.
void ClusterControl::goOnWithoutTheLate(const std::shared_ptr<Gathering>& gathering) {
  if (gathering->finished) return;
  gathering->left.clear();
  std::erase_if(gathering->asked, [&](const auto& asked) {
    const auto remote = m_remotes.find(asked.first.toStdString());
    if (remote != m_remotes.end()) remote->second.owed = asked.second;
    return !asked.first.isEmpty();
  });
  gatherNext(gathering);
}

void ClusterControl::finish(Gathering& gathering) {
  gathering.finished = true;
  Snapshot whole = gathering.merge.take();
  whole.figures.atMs = m_clock.wallMicros() / 1000;
  if (!m_link->up()) {
    whole.figures.busUp = false;
    whole.figures.busWhy = QString::fromStdString(m_link->why());
  }
  whole.nodes = withRecords(withThoseThatAreLate(std::move(whole.nodes)), m_link->nodes());
  if (gathering.context) gathering.done(std::move(whole));
}

// A node that is late is not silent yet, while it says something: the list of a large fleet takes its time.
QList<NodeRow> ClusterControl::withThoseThatAreLate(QList<NodeRow> rows) const {
  const qsizetype answered = rows.size();
  for (const bus::NodeRecord& record : m_link->nodes()) {
    const auto remote = m_remotes.find(record.instance);
    const bool linked = m_link->up() && remote != m_remotes.end() && remote->second.control &&
                        remote->second.control->state() == State::Connected &&
                        m_clock.steady() - remote->second.heardAt < kSilentAfter;
    const auto same = [&](const NodeRow& row) { return isRowOf(row, record); };
    if (!linked || std::any_of(rows.begin(), rows.begin() + answered, same)) continue;
    rows.push_back(remote->second.row ? *remote->second.row : rowOf(record, true));
  }
  return rows;
}

}  // namespace lk::node
