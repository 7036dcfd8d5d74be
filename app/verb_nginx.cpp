#include <QTimer>
#include <memory>
#include <thread>

#include "app/nginx_answers.h"
#include "app/startup.h"
#include "app/verb.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"
#include "server/setup/local_system.h"
#include "server/setup/nginx_change.h"
#include "server/setup/surroundings_from.h"

// linekeeper nginx: the stream block that leads devices to nodes, shown, changed, and asked where it leads whom.
namespace lk::app {

namespace {

using namespace std::chrono_literals;
using node::NodeControl;
using node::Snapshot;
using setup::NginxChange;
using setup::NginxOperation;
using setup::Patience;
using setup::Surroundings;

constexpr auto kPatience = 2min;  // for all of it: tests of large configurations take their time
constexpr int kInterrupted = 130;

QString s(const char* text) { return QString::fromUtf8(text); }

class NginxVerb final : public Verb {
 public:
  explicit NginxVerb(const CommandLine& line) : Verb(line), m_patience(m_clock, kPatience) {}
  ~NginxVerb() override {
    m_patience.cancel();
    if (m_thread.joinable()) m_thread.join();
  }

  void start() override {
    m_word = m_line.words.value(0);
    static const QStringList kWords = {s("render"),   s("diff"), s("test"), s("apply"), s("reload"),
                                       s("rollback"), s("stop"), s("pick"), s("share")};
    if (!kWords.contains(m_word)) return usage(s("nginx wants one of: ") + kWords.join(s(", ")));
    if (m_line.words.size() != (m_word == s("pick") ? 2 : 1)) {
      return usage(m_word == s("pick") ? s("pick wants one address: linekeeper nginx pick 203.0.113.7")
                                       : s("nginx %1 takes no words").arg(m_word));
    }
    if (m_word == s("pick")) {
      m_address = setup::nginxAddress(m_line.words[1].toStdString());
      if (!m_address) return usage(s("'%1' is no IPv4 or IPv6 address").arg(m_line.words[1]));
    }
    auto startup = Startup::read(m_line);
    if (!startup) return fail(startup.error());
    m_around.settings = startup->settings();
    if (wholeCluster()) return withNode([this] { fetchCluster(); });
    const auto directory = node::NodeDirectory::ofThisMachine();
    const QString wanted = m_line.value(s("node"));
    for (const node::NodeEntry& entry : directory.running()) {
      if (wanted.isEmpty() || entry.id == wanted) m_left.push_back(entry);
    }
    static const QStringList kNeedNodes = {s("render"), s("diff"), s("test"), s("apply")};
    if (m_left.isEmpty() && (kNeedNodes.contains(m_word) || !wanted.isEmpty())) {
      const auto found = directory.find(wanted);
      if (!found) return fail(found.error());
    }
    fetchNext();
  }

 protected:
  // A change under way is taken back first.
  void interrupted() override {
    if (!m_thread.joinable()) return Verb::interrupted();
    m_interrupted = true;
    m_patience.cancel();
  }
  // What was asked of it is answered with an error as well; later on it is not needed.
  void linkLost(const QString& /*why*/) override {}

 private:
  void usage(const QString& text) {
    fail({Error::Code::Usage, (text + s("; see linekeeper nginx --help")).toStdString()});
  }

  static node::SnapshotRequest allSessions() {
    node::SnapshotRequest request;
    request.events = request.commands = false;
    return request;
  }

  void fetchCluster() {
    control().fetch(allSessions(), this, [this](const Result<Snapshot>& snapshot) {
      if (!snapshot) return fail(snapshot.error());
      m_around = setup::surroundingsFrom(m_around.settings, {}, *snapshot);
      m_around.wholeCluster = true;
      work();
    });
  }

  // One node of this machine after the other.
  void fetchNext() {
    if (m_left.isEmpty()) return work();
    const node::NodeEntry entry = m_left.takeFirst();
    m_link = std::make_unique<node::LocalNodeControl>(entry.socketName);
    connect(
        m_link.get(), &NodeControl::stateChanged, this, [this, entry](NodeControl::State state, const QString& why) {
          if (m_thread.joinable()) return;
          if (state != NodeControl::State::Connected) {
            return fail(
                {Error::Code::NotFound, "cannot talk to node " + entry.id.toStdString() + ": " + why.toStdString()});
          }
          m_link->fetch(allSessions(), this, [this](const Result<Snapshot>& snapshot) {
            if (!snapshot) return fail(snapshot.error());
            add(setup::surroundingsFrom(m_around.settings, m_link->info(), *snapshot));
            QTimer::singleShot(0, this, [this] { fetchNext(); });
          });
        });
    m_link->open();
  }

  void add(const Surroundings& more) {
    m_around.nodes.insert(m_around.nodes.end(), more.nodes.begin(), more.nodes.end());
    m_around.peers.insert(m_around.peers.end(), more.peers.begin(), more.peers.end());
  }

  // Asks the machine in a thread of its own, so that Ctrl+C is heard.
  void work() {
    m_thread = std::thread([this] {
      setup::LocalSystem system;
      NginxChange change(system, m_clock);
      auto answer = std::make_shared<NginxAnswer>(answerOf(change));
      QMetaObject::invokeMethod(
          this, [this, answer] { show(*answer); }, Qt::QueuedConnection);
    });
  }

  void show(const NginxAnswer& answer) {
    if (answer.error) {
      const int exitCode = m_output.fail(*answer.error);
      // A configuration that nginx refuses is an answer, and not nobody there.
      return end(m_interrupted ? kInterrupted : answer.error->code == Error::Code::Protocol ? kAnswerIsNo : exitCode);
    }
    for (const QString& line : answer.lines) m_output.line(line);
    m_output.value(answer.json);
    end(m_interrupted ? kInterrupted : answer.exitCode);
  }

  NginxAnswer answerOf(NginxChange& change) {
    if (m_word == s("render")) return render(change);
    if (m_word == s("diff")) return diff(change);
    if (m_word == s("pick") || m_word == s("share")) return whereTo(change);
    if (m_word == s("test")) return operate(change, NginxOperation::Test);
    if (m_word == s("apply")) return operate(change, NginxOperation::Apply);
    if (m_word == s("reload")) return operate(change, NginxOperation::Reload);
    if (m_word == s("rollback")) return operate(change, NginxOperation::Rollback);
    return operate(change, NginxOperation::Stop);
  }

  static NginxAnswer failed(const Error& error) {
    NginxAnswer answer;
    answer.error = error;
    return answer;
  }

  NginxAnswer render(NginxChange& change) {
    const auto view = change.look(m_around, m_patience);
    if (!view) return failed(view.error());
    const auto block = change.wanted(**view, m_around, m_patience);
    return block ? answerOfBlock(*block) : failed(block.error());
  }

  NginxAnswer diff(NginxChange& change) {
    const auto plan = change.plan(NginxOperation::Apply, m_around, m_patience);
    return plan ? answerOfDiff(*plan) : failed(plan.error());
  }

  NginxAnswer operate(NginxChange& change, NginxOperation operation) {
    const auto plan = change.plan(operation, m_around, m_patience);
    if (!plan) return failed(plan.error());
    NginxAnswer answer = answerOfPlan(*plan);
    if (m_line.has(s("dry-run"))) return answer;
    // Said before it is done: a person may stop it while it is tested.
    if (!m_output.json()) {
      QMetaObject::invokeMethod(
          this,
          [this, lines = std::exchange(answer.lines, {})] {
            for (const QString& line : lines) m_output.line(line);
          },
          Qt::BlockingQueuedConnection);
    }
    addOutcome(answer, *plan, change.carryOut(*plan, m_patience));
    return answer;
  }

  // By what is in use.
  NginxAnswer whereTo(NginxChange& change) {
    const auto view = change.look(m_around, m_patience);
    if (!view) return failed(view.error());
    const auto& inUse = (*view)->inUse;
    if (!inUse) {
      return failed({Error::Code::Protocol, "no server of stream in " + (*view)->nginx.configFile +
                                                " leads to a node; linekeeper nginx diff shows one that would"});
    }
    const auto matched = matchNodes(inUse->upstream(), m_around.nodes, (*view)->own);
    return m_address ? answerOfPick(*m_address, *inUse, matched)
                     : answerOfShares(m_around.peers, *inUse, matched, (*view)->own);
  }

  const SystemClock m_clock;
  Patience m_patience;
  QString m_word;
  std::optional<std::string> m_address;  // of pick
  Surroundings m_around;
  QList<node::NodeEntry> m_left;
  std::unique_ptr<node::LocalNodeControl> m_link;
  std::thread m_thread;
  bool m_interrupted = false;
};

}  // namespace

std::unique_ptr<Verb> makeNginx(const CommandLine& line) { return std::make_unique<NginxVerb>(line); }

}  // namespace lk::app
