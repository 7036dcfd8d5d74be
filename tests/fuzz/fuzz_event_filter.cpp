#include <cstdlib>

#include "tests/fuzz/application.h"
#include "ui/event_filter.h"

using namespace lk;
using namespace lk::ui;

// Every word is either used or told to be wrong, where it stands; and what is used judges any event.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  fuzz::makeApplication();
  const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  QList<FilterProblem> problems;
  EventFilter filter;
  filter.words = EventFilter::wordsOf(text, problems);
  const qsizetype typed = text.simplified().isEmpty() ? 0 : text.simplified().count(QLatin1Char(' ')) + 1;
  if (filter.words.size() + problems.size() != typed) std::abort();
  qsizetype end = 0;
  for (const FilterProblem& problem : problems) {
    const bool isInside = problem.at >= end && problem.length > 0 && problem.at + problem.length <= text.size();
    if (!isInside || problem.reason.isEmpty()) std::abort();
    end = problem.at + problem.length;
  }
  node::Event event;
  event.kind = node::EventKind::SessionClosed;
  event.node = QStringLiteral("n1");
  event.device = QStringLiteral("dev-17");
  event.address = QStringLiteral("10.2.0.9");
  event.reason = CloseReason::Kicked;
  const bool matches = filter.matches(event);
  if (filter.words.isEmpty() && !matches) std::abort();
  // One word turned round judges the other way.
  for (const EventFilter::Word& word : filter.words) {
    EventFilter one;
    one.words = {word};
    const bool is = one.matches(event);
    one.words.front().negated = !word.negated;
    if (one.matches(event) == is) std::abort();
    if (matches && !is) std::abort();
  }
  const QStringList offers = EventFilter::offers(text, {event.node}, {event.device});
  for (const QString& offer : offers) {
    if (!offer.startsWith(text, Qt::CaseInsensitive) || offer == text) std::abort();
  }
  return 0;
}
