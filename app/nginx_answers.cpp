#include "app/nginx_answers.h"

#include "app/text_table.h"

namespace lk::app {

using setup::NginxOutcome;
using setup::NginxPick;
using setup::NginxPlan;
using setup::Text;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }
QString qt(const std::string& text) { return QString::fromStdString(text); }
QString plain(const Text& text) { return qt(text.plain()); }

QJsonArray plainArray(const std::vector<Text>& texts) {
  QJsonArray array;
  for (const Text& text : texts) array.push_back(plain(text));
  return array;
}

QString percent(double part) { return QStringLiteral("%1 %").arg(part * 100, 0, 'f', 1); }

QString nodeAt(const setup::NginxNodes& matched, std::size_t server) {
  const auto* node = server < matched.lines.size() ? matched.lines[server].node : nullptr;
  return node ? qt(node->id) : QString();
}

QString methodOf(const setup::NginxInUse& inUse) {
  const setup::NginxBalance& balance = inUse.balance;
  const QString hash = balance.key.empty() ? s("no hash") : s("hash ") + qt(balance.key);
  return hash + (balance.consistent ? s(" consistent") : QString());
}

}  // namespace

NginxAnswer answerOfBlock(const setup::NginxBlock& block) {
  const QString text = qt(setup::renderStream(block));
  NginxAnswer answer;
  answer.lines.push_back(text.chopped(1));
  answer.json = {{s("stream"), text}, {s("mind"), plainArray(block.notes)}};
  return answer;
}

NginxAnswer answerOfDiff(const NginxPlan& plan) {
  NginxAnswer answer;
  answer.exitCode = plan.changes.empty() ? kDone : kAnswerIsNo;
  if (plan.changes.empty()) {
    answer.lines.push_back(s("nothing differs: %1 leads devices to the live nodes").arg(qt(plan.nginx.configFile)));
    if (!plan.notLoaded.empty()) {
      answer.lines.push_back(
          s("but nginx may not have read %1 since it changed: linekeeper nginx apply has it reloaded")
              .arg(qt(plan.notLoaded)));
    }
  } else {
    answer.lines.push_back(qt(plan.diff).chopped(1));
  }
  answer.json = {{s("differs"), !plan.changes.empty()}, {s("diff"), qt(plan.diff)}, {s("mind"), plainArray(plan.mind)}};
  return answer;
}

NginxAnswer answerOfPlan(const NginxPlan& plan) {
  NginxAnswer answer;
  answer.json = {{s("operation"), QString::fromUtf8(toText(plan.operation))},
                 {s("config"), qt(plan.nginx.configFile)},
                 {s("will"), plainArray(plan.will)},
                 {s("mind"), plainArray(plan.mind)},
                 {s("diff"), qt(plan.diff)}};
  for (const Text& will : plan.will) answer.lines.push_back(s("will   ") + plain(will));
  for (const Text& mind : plan.mind) answer.lines.push_back(s("mind   ") + plain(mind));
  if (!plan.diff.empty()) answer.lines.push_back(qt(plan.diff).chopped(1));
  if (plan.nothingToDo()) answer.lines.push_back(s("nothing is to be changed"));
  return answer;
}

void addOutcome(NginxAnswer& answer, const NginxPlan& plan, const NginxOutcome& outcome) {
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

NginxAnswer answerOfPick(const std::string& from, const setup::NginxInUse& inUse, const setup::NginxNodes& matched) {
  const setup::NginxPicker picker(inUse.balance);
  const auto pick = picker.pick(from);
  const QString address = qt(from);
  const QString by =
      s("%1, upstream %2 at %3").arg(methodOf(inUse), qt(inUse.upstream().name), qt(inUse.upstream().place.text()));
  NginxAnswer answer;
  answer.json = {{s("address"), address},
                 {s("by"), methodOf(inUse)},
                 {s("upstream"), qt(inUse.upstream().name)},
                 {s("place"), qt(inUse.upstream().place.text())}};
  if (!pick || pick->how == NginxPick::How::Turn || pick->how == NginxPick::How::None) {
    const QString why = !pick                               ? s("the key does not depend on the address alone")
                        : pick->how == NginxPick::How::None ? s("every server is down")
                                                            : s("nginx takes turns, and the address decides nothing");
    answer.lines.push_back(s("%1  %2 (%3)").arg(address, why, by));
    answer.json.insert(s("why"), why);
    answer.exitCode = kAnswerIsNo;
    return answer;
  }
  const QString server = qt(picker.balance().servers[pick->server].name);
  const QString node = nodeAt(matched, pick->server);
  answer.json.insert(s("server"), server);
  answer.json.insert(s("node"), node);
  answer.lines.push_back(s("%1  %2  %3  (%4)").arg(address, server, node.isEmpty() ? s("no known node") : node, by));
  return answer;
}

NginxAnswer answerOfShares(const std::vector<setup::PeerFact>& peers, const setup::NginxInUse& inUse,
                           const setup::NginxNodes& matched, const std::vector<std::string>& own) {
  const setup::NginxPicker picker(inUse.balance);
  const auto shares = predictShares(picker, peers);
  NginxAnswer answer;
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
    answer.lines.push_back(s("%1 sessions (%2) come from %3: one address is one node, so a NAT's devices stay together")
                               .arg(shares.largest.sessions)
                               .arg(percent(shares.largestPart), qt(shares.largest.address)));
  }
  std::uint64_t hidden = 0;
  for (const setup::PeerFact& peer : peers) {
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

}  // namespace lk::app
