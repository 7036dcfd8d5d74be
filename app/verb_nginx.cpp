#include <QTimer>
#include <memory>
#include <thread>

#include "app/startup.h"
#include "app/text_table.h"
#include "app/verb.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"
#include "server/setup/local_system.h"
#include "server/setup/nginx_change.h"
#include "server/setup/nginx_nodes.h"
#include "server/setup/surroundings_from.h"

// linekeeper nginx: the stream block that leads devices to nodes, shown, changed, and asked where it leads whom.
namespace lk::app {

namespace {

using namespace std::chrono_literals;
using node::NodeControl;
using node::Snapshot;
using setup::NginxChange;
using setup::NginxOperation;
using setup::NginxOutcome;
using setup::NginxPick;
using setup::NginxPlan;
using setup::Patience;
using setup::Surroundings;
using setup::Text;

constexpr auto kPatience = 2min;  // for all of it: tests of large configurations take their time
constexpr int kInterrupted = 130;

QString s(const char* text) { return QString::fromUtf8(text); }
QString qt(const std::string& text) { return QString::fromStdString(text); }
QString plain(const Text& text) { return qt(text.plain()); }

QJsonArray plainArray(const std::vector<Text>& texts) {
  QJsonArray array;
  for (const Text& text : texts) array.push_back(plain(text));
  return array;
}

QString percent(double part) { return QStringLiteral("%1 %").arg(part * 100, 0, 'f', 1); }

// What the work in its thread came to: printed and ended in the program's own.
struct Answer {
  QStringList lines;
  QJsonObject json;
  int exitCode = kDone;
  std::optional<Error> error;
};

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
      auto answer = std::make_shared<Answer>(answerOf(change));
      QMetaObject::invokeMethod(
          this, [this, answer] { show(*answer); }, Qt::QueuedConnection);
    });
  }

  void show(const Answer& answer) {
    if (answer.error) {
      const int exitCode = m_output.fail(*answer.error);
      // A configuration that nginx refuses is an answer, and not nobody there.
      return end(m_interrupted ? kInterrupted : answer.error->code == Error::Code::Protocol ? kAnswerIsNo : exitCode);
    }
    for (const QString& line : answer.lines) m_output.line(line);
    m_output.value(answer.json);
    end(m_interrupted ? kInterrupted : answer.exitCode);
  }

  Answer answerOf(NginxChange& change) {
    if (m_word == s("render")) return render(change);
    if (m_word == s("diff")) return diff(change);
    if (m_word == s("pick") || m_word == s("share")) return whereTo(change);
    if (m_word == s("test")) return operate(change, NginxOperation::Test);
    if (m_word == s("apply")) return operate(change, NginxOperation::Apply);
    if (m_word == s("reload")) return operate(change, NginxOperation::Reload);
    if (m_word == s("rollback")) return operate(change, NginxOperation::Rollback);
    return operate(change, NginxOperation::Stop);
  }

  static Answer failed(const Error& error) {
    Answer answer;
    answer.error = error;
    return answer;
  }

  Answer render(NginxChange& change) {
    const auto view = change.look(m_around, m_patience);
    if (!view) return failed(view.error());
    const auto block = change.wanted(**view, m_around, m_patience);
    if (!block) return failed(block.error());
    const QString text = qt(setup::renderStream(*block));
    Answer answer;
    answer.lines.push_back(text.chopped(1));
    answer.json = {{s("stream"), text}, {s("mind"), plainArray(block->notes)}};
    return answer;
  }

  Answer diff(NginxChange& change) {
    const auto plan = change.plan(NginxOperation::Apply, m_around, m_patience);
    if (!plan) return failed(plan.error());
    Answer answer;
    answer.exitCode = plan->changes.empty() ? kDone : kAnswerIsNo;
    if (plan->changes.empty()) {
      answer.lines.push_back(s("nothing differs: %1 leads devices to the live nodes").arg(qt(plan->nginx.configFile)));
      if (!plan->notLoaded.empty()) {
        answer.lines.push_back(
            s("but nginx may not have read %1 since it changed: linekeeper nginx apply has it reloaded")
                .arg(qt(plan->notLoaded)));
      }
    } else {
      answer.lines.push_back(qt(plan->diff).chopped(1));
    }
    answer.json = {
        {s("differs"), !plan->changes.empty()}, {s("diff"), qt(plan->diff)}, {s("mind"), plainArray(plan->mind)}};
    return answer;
  }

  Answer operate(NginxChange& change, NginxOperation operation) {
    const auto plan = change.plan(operation, m_around, m_patience);
    if (!plan) return failed(plan.error());
    Answer answer;
    describe(*plan, answer);
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
    const NginxOutcome outcome = change.carryOut(*plan, m_patience);
    tell(*plan, outcome, answer);
    return answer;
  }

  static void describe(const NginxPlan& plan, Answer& answer) {
    answer.json = {{s("operation"), QString::fromUtf8(toText(plan.operation))},
                   {s("config"), qt(plan.nginx.configFile)},
                   {s("will"), plainArray(plan.will)},
                   {s("mind"), plainArray(plan.mind)},
                   {s("diff"), qt(plan.diff)}};
    for (const Text& will : plan.will) answer.lines.push_back(s("will   ") + plain(will));
    for (const Text& mind : plan.mind) answer.lines.push_back(s("mind   ") + plain(mind));
    if (!plan.diff.empty()) answer.lines.push_back(qt(plan.diff).chopped(1));
    if (plan.nothingToDo()) answer.lines.push_back(s("nothing is to be changed"));
  }

  static void tell(const NginxPlan& plan, const NginxOutcome& outcome, Answer& answer) {
    QJsonArray steps;
    for (const setup::NginxStep& step : outcome.steps) {
      const QString end = QString::fromUtf8(toText(step.end));
      answer.lines.push_back(end.leftJustified(7) + plain(step.what));
      if (!step.evidence.empty() && step.end != setup::NginxStep::End::Good) {
        for (const QString& line : qt(step.evidence).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
          answer.lines.push_back(s("       ") + shown(line));
        }
      }
      steps.push_back(QJsonObject{
          {s("id"), qt(step.id)}, {s("end"), end}, {s("what"), plain(step.what)}, {s("evidence"), qt(step.evidence)}});
    }
    answer.lines.push_back(outcome.done         ? s("done")
                           : outcome.rolledBack ? s("not done: all is as it was before")
                                                : s("not done"));
    answer.json.insert(s("done"), outcome.done);
    answer.json.insert(s("changed"), outcome.done && !plan.changes.empty());
    answer.json.insert(s("rolled_back"), outcome.rolledBack);
    answer.json.insert(s("node"), qt(outcome.node));
    answer.json.insert(s("steps"), steps);
    answer.exitCode = outcome.done ? kDone : kAnswerIsNo;
  }

  // By what is in use.
  Answer whereTo(NginxChange& change) {
    const auto view = change.look(m_around, m_patience);
    if (!view) return failed(view.error());
    const auto& inUse = (*view)->inUse;
    if (!inUse) {
      return failed({Error::Code::Protocol, "no server of stream in " + (*view)->nginx.configFile +
                                                " leads to a node; linekeeper nginx diff shows one that would"});
    }
    const auto matched = matchNodes(inUse->upstream(), m_around.nodes, (*view)->own);
    const setup::NginxPicker picker(inUse->balance);
    return m_address ? pick(picker, *inUse, matched) : share(picker, *inUse, matched, (*view)->own);
  }

  static QString nodeAt(const setup::NginxNodes& matched, std::size_t server) {
    const auto* node = server < matched.lines.size() ? matched.lines[server].node : nullptr;
    return node ? qt(node->id) : QString();
  }
  static QString methodOf(const setup::NginxInUse& inUse) {
    const setup::NginxBalance& balance = inUse.balance;
    const QString hash = balance.key.empty() ? s("no hash") : s("hash ") + qt(balance.key);
    return hash + (balance.consistent ? s(" consistent") : QString());
  }

  Answer pick(const setup::NginxPicker& picker, const setup::NginxInUse& inUse,
              const setup::NginxNodes& matched) const {
    const auto pick = picker.pick(*m_address);
    const QString address = qt(*m_address);
    const QString from =
        s("%1, upstream %2 at %3").arg(methodOf(inUse), qt(inUse.upstream().name), qt(inUse.upstream().place.text()));
    Answer answer;
    answer.json = {{s("address"), address},
                   {s("by"), methodOf(inUse)},
                   {s("upstream"), qt(inUse.upstream().name)},
                   {s("place"), qt(inUse.upstream().place.text())}};
    if (!pick || pick->how == NginxPick::How::Turn || pick->how == NginxPick::How::None) {
      const QString why = !pick                               ? s("the key does not depend on the address alone")
                          : pick->how == NginxPick::How::None ? s("every server is down")
                                                              : s("nginx takes turns, and the address decides nothing");
      answer.lines.push_back(s("%1  %2 (%3)").arg(address, why, from));
      answer.json.insert(s("why"), why);
      answer.exitCode = kAnswerIsNo;
      return answer;
    }
    const QString server = qt(picker.balance().servers[pick->server].name);
    const QString node = nodeAt(matched, pick->server);
    answer.json.insert(s("server"), server);
    answer.json.insert(s("node"), node);
    answer.lines.push_back(
        s("%1  %2  %3  (%4)").arg(address, server, node.isEmpty() ? s("no known node") : node, from));
    return answer;
  }

  Answer share(const setup::NginxPicker& picker, const setup::NginxInUse& inUse, const setup::NginxNodes& matched,
               const std::vector<std::string>& own) const {
    const auto shares = predictShares(picker, m_around.peers);
    Answer answer;
    QList<QStringList> rows;
    QJsonArray servers;
    for (const setup::NginxShare& one : shares.servers) {
      const QString name = qt(picker.balance().servers[one.server].name);
      const QString node = nodeAt(matched, one.server);
      rows.push_back({name, node, QString::number(one.sessions), QString::number(one.addresses), percent(one.part),
                      percent(one.ringPart)});
      servers.push_back(QJsonObject{{s("server"), name},
                                    {s("node"), node},
                                    {s("sessions"), static_cast<qint64>(one.sessions)},
                                    {s("addresses"), static_cast<qint64>(one.addresses)},
                                    {s("part"), one.part},
                                    {s("ring_part"), one.ringPart}});
    }
    const QList<TextColumn> columns = fitted({{s("SERVER"), 26},
                                              {s("NODE"), 18},
                                              {s("SESSIONS"), 8},
                                              {s("ADDRESSES"), 9},
                                              {s("SHARE"), 7},
                                              {s("BY THE RING"), 11}},
                                             rows);
    answer.lines.push_back(tableHead(columns));
    for (const QStringList& row : rows) answer.lines.push_back(tableLine(columns, row));
    if (shares.unpredicted > 0) {
      answer.lines.push_back(
          s("%1 sessions go anywhere: by %2 the address does not decide").arg(shares.unpredicted).arg(methodOf(inUse)));
    }
    if (shares.largest.sessions > 1) {
      answer.lines.push_back(
          s("%1 sessions (%2) come from %3: one address is one node, so a NAT's devices stay together")
              .arg(shares.largest.sessions)
              .arg(percent(shares.largestPart), qt(shares.largest.address)));
    }
    std::uint64_t hidden = 0;
    for (const setup::PeerFact& peer : m_around.peers) {
      if (setup::isOwnHost(peer.address, own)) hidden += peer.sessions;
    }
    if (hidden > 0) {
      answer.lines.push_back(s("%1 sessions bear this machine's own address: nginx passes them on without the PROXY "
                               "protocol, so their devices' addresses are not known")
                                 .arg(hidden));
    }
    answer.json = {{s("by"), methodOf(inUse)},
                   {s("hidden"), static_cast<qint64>(hidden)},
                   {s("upstream"), qt(inUse.upstream().name)},
                   {s("servers"), servers},
                   {s("unpredicted"), static_cast<qint64>(shares.unpredicted)},
                   {s("largest_address"), qt(shares.largest.address)},
                   {s("largest_part"), shares.largestPart}};
    return answer;
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
