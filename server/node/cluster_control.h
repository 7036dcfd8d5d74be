#pragma once

#include <QPointer>
#include <QTimer>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "server/base/clock.h"
#include "server/bus/cluster_link.h"
#include "server/node/bus_line_channel.h"
#include "server/node/line_node_control.h"

namespace lk::node {

// All nodes of a cluster as one: what they have is merged, commands go to whichever node holds the device. With a node
// of its own, that node's part works on while Redis is away. A link to another node is made when something is asked
// that only the node itself knows.
class ClusterControl final : public NodeControl {
  Q_OBJECT

 public:
  // own: the node in this program, or null; outlives this.
  ClusterControl(std::unique_ptr<bus::ClusterLink> link, NodeControl* own, const Clock& clock,
                 QObject* parent = nullptr);
  ~ClusterControl() override;

  // For a verb. patience, above 0: how long to wait for Redis before stateChanged says Lost, which comes at once when
  // no waiting can help. A fetch waits for every node.
  void open(std::chrono::milliseconds patience);
  // For a window, which goes on whatever happens: Connected, whatever Redis says; the figures tell of it. What a node
  // does not answer within a second comes with a later fetch.
  void openAnyway();

  [[nodiscard]] State state() const override { return m_state; }
  [[nodiscard]] NodeInfo info() const override;

  void fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) override;
  void send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) override;
  void drain(const QString& node, int rate, QObject* context, Reply<void> started) override;
  void setTrace(const QString& device, bool on) override;
  void inspect(const QString& device, QObject* context, Reply<DeviceReport> done) override;

 private:
  static constexpr std::chrono::seconds kRetryAfter{3};  // a node that did not answer

  // What was asked of a node, and its answer, if that came when nobody waited for it any more.
  struct Owed {
    SnapshotRequest request;
    std::optional<Snapshot> answer;
  };
  struct Remote {
    QPointer<LineNodeControl> control;
    BusLineChannel* channel = nullptr;  // the control's
    Clock::Steady heardAt{};
    Clock::Steady retryAt{};     // after a loss
    std::shared_ptr<Owed> owed;  // while it is late with an answer
    std::optional<NodeRow> row;  // as it last answered
  };
  struct Target {
    QString instance;
    QString id;
    QPointer<NodeControl> control;  // a remote one may be lost before its turn comes
  };
  struct Gathering;
  struct Inspection;

  void linkChanged();
  void nodesChanged();
  void setState(State state, const QString& why);
  [[nodiscard]] bool isOwn(const bus::NodeRecord& record) const;
  [[nodiscard]] NodeControl* linkTo(const std::string& instance);
  void remoteLost(const std::string& instance);
  // Own and live; those that can't be talked to now are in silent.
  [[nodiscard]] QList<Target> targets(QStringList* silent = nullptr);
  void later(QObject* context, std::function<void()> call);
  void gather(const std::shared_ptr<Gathering>& gathering);
  void gatherNext(const std::shared_ptr<Gathering>& gathering);
  void gathered(const std::shared_ptr<Gathering>& gathering, const Target& target, const std::shared_ptr<Owed>& owed,
                const Result<Snapshot>& snapshot);
  void add(Gathering& gathering, const Target& target, const Snapshot& snapshot);
  void goOnWithoutTheLate(const std::shared_ptr<Gathering>& gathering);
  void finish(Gathering& gathering);
  [[nodiscard]] QList<NodeRow> withThoseThatAreLate(QList<NodeRow> answered) const;
  void inspectAt(const std::shared_ptr<Inspection>& inspection, const Target& target, bool again);
  void arrived(const std::shared_ptr<Inspection>& inspection);
  void finish(Inspection& inspection);
  void tell(const CommandRequest& request, const bus::CommandResult& result);

  const std::unique_ptr<bus::ClusterLink> m_link;
  NodeControl* const m_own;
  const Clock& m_clock;
  std::map<std::string, Remote> m_remotes;  // by instance
  std::map<QString, int> m_traces;
  QTimer m_patience;
  QTimer m_heardTimer;
  std::chrono::milliseconds m_fetchWithin{0};  // 0: as long as it takes
  State m_state = State::Connecting;
};

}  // namespace lk::node
