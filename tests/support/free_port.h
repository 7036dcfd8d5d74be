#pragma once

#include <QtGlobal>

namespace lk::test {

// A port of the loopback that nothing listens on, nor on port + 10000, which a Redis of a cluster takes too. Below
// the range that outgoing connections draw from. 0: there is none.
[[nodiscard]] quint16 freePort();

}  // namespace lk::test
