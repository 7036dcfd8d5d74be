#include <cstdlib>

#include "server/node/session_filter.h"

using namespace lk;

namespace {

// A word that is offered to begin a term is known as one.
bool knowsItsKeywords() {
  using Fault = node::SessionFilter::Fault;
  for (const QString& word : node::SessionFilter::keywords()) {
    QList<node::SessionFilter::Problem> problems;
    static_cast<void>(node::SessionFilter::read(word, problems));
    if (problems.size() != 1 || problems.front().word != word || problems.front().fault == Fault::UnknownKey)
      return false;
  }
  return true;
}

}  // namespace

// Every word is either used or told to be wrong, where it stands; and what is used judges any row.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const bool known = knowsItsKeywords();
  if (!known) std::abort();
  const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  QList<node::SessionFilter::Problem> problems;
  const auto filter = node::SessionFilter::read(text, problems);
  qsizetype end = 0;
  for (const auto& problem : problems) {
    const bool isInside = problem.at >= end && problem.length > 0 && problem.at + problem.length <= text.size();
    if (!isInside || text.mid(problem.at, problem.length) != problem.word) std::abort();
    end = problem.at + problem.length;
  }
  const auto whole = node::SessionFilter::parse(text);
  if (whole.ok() != problems.isEmpty() || (!whole && whole.error().text.empty())) std::abort();
  node::SessionRow row;
  row.device = QStringLiteral("dev-17");
  row.node = QStringLiteral("n1");
  row.address = QStringLiteral("10.2.0.9");
  row.protocol = QStringLiteral("lk1");
  row.connectedAtMs = row.lastHeardAtMs = 1'000;
  row.lastClose = CloseReason::Lost;
  const bool matches = filter.matches(row, 100'000);
  if (whole && (whole->matches(row, 100'000) != matches || whole->empty() != filter.empty())) std::abort();
  if (filter.empty() && !matches) std::abort();
  if (!filter.dependsOnTime() && filter.matches(row, 1'000'000) != matches) std::abort();
  if (matches && !filter.ids().isEmpty() && !filter.ids().contains(row.device)) std::abort();
  return 0;
}
