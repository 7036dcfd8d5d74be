#pragma once

#include <QByteArray>
#include <QHash>
#include <vector>

#include "tests/cluster/stand.h"

namespace lk::test {

// Of each device, the numbers of its reports (of a LedgerFleet) as the uplink's streams have them, each where it stands
// first.
[[nodiscard]] QHash<QByteArray, std::vector<quint32>> numbersInStreams(Stand& stand);

}  // namespace lk::test
