#include "tests/cluster/uplink_streams.h"

#include <algorithm>

namespace lk::test {

namespace {

constexpr int kShards = 16;

}  // namespace

QHash<QByteArray, std::vector<quint32>> numbersInStreams(Stand& stand) {
  QHash<QByteArray, std::vector<quint32>> numbers;
  for (int k = 0; k < kShards; ++k) {
    const QByteArray key = "lk:up:{" + QByteArray::number(k) + "}";
    QByteArray from = "-";
    while (true) {
      const RespValue entries = stand.masterOf(key).ask({"XRANGE", key, from, "+", "COUNT", "5000"}, 10'000);
      for (const RespValue& entry : entries.items) {
        const QByteArrayList fields = entry.items[1].texts();
        const QByteArray data = fields.value(fields.indexOf("data") + 1);
        const qsizetype blank = data.indexOf(' ');
        if (data.left(blank) != fields.value(fields.indexOf("device") + 1)) continue;
        auto& of = numbers[data.left(blank)];
        const quint32 number = data.mid(blank + 1).toUInt();
        if (std::find(of.rbegin(), of.rend(), number) == of.rend()) of.push_back(number);
      }
      if (entries.items.empty()) break;
      from = '(' + entries.items.back().items[0].text;
    }
  }
  return numbers;
}

}  // namespace lk::test
