#include "ui/device_filter.h"

#include <QCoreApplication>

#include "ui/console_context.h"
#include "ui/devices_model.h"
#include "ui/filter_edit.h"

namespace lk::ui {

namespace {

constexpr int kOffers = 12;

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

QString reasonOf(const node::SessionFilter::Problem& problem) {
  using Fault = node::SessionFilter::Fault;
  switch (problem.fault) {
    case Fault::NoValue: return tr("'%1': write what to look for behind the colon").arg(problem.word);
    case Fault::UnknownKey: return tr("'%1': compare idle, up, reports, pending or out").arg(problem.word);
    case Fault::NoDuration:
      return tr("'%1': write a duration, as in %2>60s, %2<5m or %2>2h").arg(problem.word, problem.key);
    case Fault::NoNumber: return tr("'%1': write a whole number, as in %2>10").arg(problem.word, problem.key);
    case Fault::NoDeviceId: return tr("'%1': write a whole device id after id:").arg(problem.word);
    case Fault::NoReason: return tr("'%1': no close reason begins so; write one, as in close:kicked").arg(problem.word);
    case Fault::NeverInAnId: return tr("'%1': a device's id has only letters, digits and . _ : -").arg(problem.word);
    case Fault::NoNegatedId: return tr("'%1': id: can't be turned round; leave out the !").arg(problem.word);
  }
  return {};
}

QStringList valuesOf(const QString& key, const QString& begun, const QStringList& nodes, const DevicesModel& devices) {
  if (key == QLatin1StringView("node:")) return nodes;
  if (key == QLatin1StringView("proto:")) return devices.protocols();
  if (key == QLatin1StringView("id:")) return begun.isEmpty() ? QStringList() : devices.idsLike(begun, kOffers);
  if (key == QLatin1StringView("close:")) {
    QStringList reasons;
    for (const CloseReason reason : kCloseReasons) reasons.push_back(QString::fromUtf8(toText(reason)));
    return reasons;
  }
  const QString name = key.chopped(1);
  if (name == QLatin1StringView("idle") || name == QLatin1StringView("up")) {
    return {QStringLiteral("30s"), QStringLiteral("60s"), QStringLiteral("5m"), QStringLiteral("1h"),
            QStringLiteral("24h")};
  }
  if (name == QLatin1StringView("reports") || name == QLatin1StringView("pending") ||
      name == QLatin1StringView("out")) {
    return {QStringLiteral("0"), QStringLiteral("10"), QStringLiteral("1000")};
  }
  return {};
}

}  // namespace

QList<FilterProblem> deviceFilterProblems(const QString& text) {
  QList<node::SessionFilter::Problem> problems;
  static_cast<void>(node::SessionFilter::read(text, problems));
  QList<FilterProblem> found;
  for (const auto& problem : problems) found.push_back({problem.at, problem.length, reasonOf(problem)});
  return found;
}

QStringList deviceFilterOffers(const QString& word, const QStringList& nodes, const DevicesModel& devices) {
  const QString sign = word.startsWith(QLatin1Char('!')) ? QStringLiteral("!") : QString();
  const QString plain = word.mid(sign.size());
  QStringList offers;
  const auto offer = [&](const QString& text) {
    if (text.startsWith(plain, Qt::CaseInsensitive) && text != plain) offers.push_back(sign + text);
  };
  const qsizetype end =
      std::max({plain.indexOf(QLatin1Char(':')), plain.indexOf(QLatin1Char('>')), plain.indexOf(QLatin1Char('<'))}) + 1;
  if (end > 0) {
    const QString key = plain.left(end);
    const QStringList values = valuesOf(key, plain.mid(end), nodes, devices);
    for (const QString& value : values) offer(key + value);
    return offers.mid(0, kOffers);
  }
  if (plain.isEmpty()) return {};
  QStringList keywords = node::SessionFilter::keywords();
  // The other sign of what has been typed whole.
  for (const QString& keyword : keywords) {
    const bool isOther = keyword.chopped(1) == plain && !keyword.endsWith(QLatin1Char(':'));
    offer(keyword);
    if (isOther) offer(plain + (keyword.endsWith(QLatin1Char('>')) ? QLatin1Char('<') : QLatin1Char('>')));
  }
  return offers;
}

void offerDeviceFilters(FilterEdit* field, const ConsoleContext& context) {
  field->completeWith([&context](const QString& word) {
    if (word.isEmpty()) return DeviceFilter::keywords();
    QStringList nodes;
    for (int row = 0; row < context.nodes.rowCount(); ++row) nodes.push_back(context.nodes.at(row)->info.id);
    nodes.sort();
    return deviceFilterOffers(word, nodes, context.devices);
  });
}

}  // namespace lk::ui
