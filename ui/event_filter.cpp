#include "ui/event_filter.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "server/base/vocabulary.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::array kParts = {std::pair{"id:", EventFilter::Part::Device}, std::pair{"node:", EventFilter::Part::Node},
                               std::pair{"addr:", EventFilter::Part::Address},
                               std::pair{"close:", EventFilter::Part::Close}};

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

QStringList reasons() {
  QStringList all;
  for (const CloseReason reason : kCloseReasons) all.push_back(QString::fromUtf8(toText(reason)));
  return all;
}

QString whyNot(const EventFilter::Word& word, const QString& typed) {
  if (word.part == EventFilter::Part::Any && word.text.isEmpty()) {
    return tr("'%1': write what is not to be shown behind the !").arg(typed);
  }
  if (word.text.isEmpty()) return tr("'%1': write what to look for behind the colon").arg(typed);
  if (word.part == EventFilter::Part::Device && !isDeviceId(word.text.toStdString())) {
    return tr("'%1': write a whole device id after id:").arg(typed);
  }
  const QStringList known = reasons();
  const bool isReason = std::ranges::any_of(
      known, [&](const QString& reason) { return reason.startsWith(word.text, Qt::CaseInsensitive); });
  if (word.part == EventFilter::Part::Close && !isReason) {
    return tr("'%1': no close reason begins so; write one, as in close:kicked").arg(typed);
  }
  return {};
}

}  // namespace

QList<EventFilter::Word> EventFilter::wordsOf(const QString& text, QList<FilterProblem>& problems) {
  QList<Word> found;
  for (qsizetype at = 0; at < text.size();) {
    if (text[at].isSpace()) {
      ++at;
      continue;
    }
    qsizetype end = at;
    while (end < text.size() && !text[end].isSpace()) ++end;
    const QString typed = text.mid(at, end - at);
    Word word;
    word.negated = typed.startsWith(QLatin1Char('!'));
    word.text = typed.mid(word.negated ? 1 : 0);
    for (const auto& [key, part] : kParts) {
      const QLatin1StringView begin(key);
      if (!word.text.startsWith(begin)) continue;
      word.part = part;
      word.text = word.text.mid(begin.size());
      break;
    }
    const QString problem = whyNot(word, typed);
    if (problem.isEmpty()) {
      found.push_back(word);
    } else {
      problems.push_back({at, end - at, problem});
    }
    at = end;
  }
  return found;
}

bool EventFilter::holds(const Word& word, const node::Event& event) {
  const auto has = [&](const QString& text) { return text.contains(word.text, Qt::CaseInsensitive); };
  switch (word.part) {
    case Part::Device: return event.device == word.text;
    case Part::Node: return event.node.startsWith(word.text);
    case Part::Address: return event.address.startsWith(word.text);
    case Part::Close:
      return event.reason && QString::fromUtf8(toText(*event.reason)).startsWith(word.text, Qt::CaseInsensitive);
    case Part::Any:
      return has(event.device) || has(event.address) || has(event.node) || has(words::eventKind(event.kind)) ||
             has(words::eventSentence(event));
  }
  return false;
}

bool EventFilter::matches(const node::Event& event) const {
  if (kind && event.kind != *kind) return false;
  if (event.severity < atLeast) return false;
  if (!node.isEmpty() && event.node != node) return false;
  return std::ranges::all_of(words, [&](const Word& word) { return holds(word, event) != word.negated; });
}

QStringList EventFilter::offers(const QString& begun, const QStringList& nodes, const QStringList& devices) {
  const QString sign = begun.startsWith(QLatin1Char('!')) ? QStringLiteral("!") : QString();
  const QString plain = begun.mid(sign.size());
  QStringList found;
  const auto offer = [&](const QString& text) {
    if (text.startsWith(plain, Qt::CaseInsensitive) && text != plain) found.push_back(sign + text);
  };
  for (const auto& [key, part] : kParts) {
    const QString begin = QString::fromLatin1(key);
    if (!plain.startsWith(begin)) {
      offer(begin);
      continue;
    }
    const QStringList values = part == Part::Node     ? nodes
                               : part == Part::Device ? devices
                               : part == Part::Close  ? reasons()
                                                      : QStringList();
    for (const QString& value : values) offer(begin + value);
  }
  return found;
}

}  // namespace lk::ui
