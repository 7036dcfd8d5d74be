<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>lk::app</name>
    <message>
        <source>Linekeeper can&apos;t start its node</source>
        <translation>Linekeeper 无法启动自己的节点</translation>
    </message>
    <message>
        <source>Attach to the running node</source>
        <translation>连接到正在运行的节点</translation>
    </message>
    <message>
        <source>Use any free port</source>
        <translation>使用任意空闲端口</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Linekeeper can&apos;t start</source>
        <translation>Linekeeper 无法启动</translation>
    </message>
    <message>
        <source>The settings file %1 can&apos;t be read, and is kept as %2. The settings that were saved before it are in force. What is wrong with it: %3</source>
        <translation>设置文件 %1 无法读取，已另存为 %2。现在采用的是上一次保存的设置。文件的问题：%3</translation>
    </message>
    <message>
        <source>The settings file %1 can&apos;t be read, and is kept as %2. The defaults are in force, as there is no good backup. What is wrong with it: %3</source>
        <translation>设置文件 %1 无法读取，已另存为 %2。没有可用的备份，现在采用的是默认值。文件的问题：%3</translation>
    </message>
    <message>
        <source>Linekeeper runs already with these settings; its window is shown.</source>
        <translation>Linekeeper 已按这些设置在运行；已显示它的窗口。</translation>
    </message>
    <message>
        <source>the keychain does not answer</source>
        <translation>钥匙串没有应答</translation>
    </message>
    <message>
        <source>The keychain refused: %1. Unlock it, or choose another place for the password.</source>
        <translation>钥匙串拒绝了：%1。请将它解锁，或为密码另选一个存放位置。</translation>
    </message>
    <message>
        <source>it gave no reason</source>
        <translation>没有给出原因</translation>
    </message>
    <message>
        <source>Windows&apos; credential store refused, error %1. Choose another place for the password.</source>
        <translation>Windows 凭据存储拒绝了，错误 %1。请为密码另选一个存放位置。</translation>
    </message>
</context>
<context>
    <name>lk::app::Console</name>
    <message>
        <source>This program&apos;s node %1, and its cluster</source>
        <translation>本程序的节点 %1 及其集群</translation>
    </message>
    <message>
        <source>This program&apos;s node %1</source>
        <translation>本程序的节点 %1</translation>
    </message>
    <message>
        <source>The cluster of %1</source>
        <translation>%1 的集群</translation>
    </message>
    <message>
        <source>The node that ran already</source>
        <translation>先前已在运行的节点</translation>
    </message>
</context>
<context>
    <name>lk::app::SecretTool</name>
    <message>
        <source>There is no keychain to be used: install secret-tool (Debian: libsecret-tools) for the desktop&apos;s.</source>
        <translation>没有可用的钥匙串：要用桌面的钥匙串，请安装 secret-tool（Debian：libsecret-tools）。</translation>
    </message>
    <message>
        <source>There is no keychain to be used: this is no desktop session.</source>
        <translation>没有可用的钥匙串：这不是桌面会话。</translation>
    </message>
    <message>
        <source>Redis for Linekeeper: %1</source>
        <translation>Linekeeper 的 Redis：%1</translation>
    </message>
    <message>
        <source>The keychain has no password for %1 yet. Type it, and it is kept.</source>
        <translation>钥匙串中还没有 %1 的密码。输入后就会保存。</translation>
    </message>
</context>
<context>
    <name>lk::app::SecretWindows</name>
    <message>
        <source>Windows has no password for %1 yet. Type it, and it is kept.</source>
        <translation>Windows 中还没有 %1 的密码。输入后就会保存。</translation>
    </message>
</context>
<context>
    <name>lk::server</name>
    <message>
        <source>no node holds this device now</source>
        <translation>现在没有节点持有该设备</translation>
    </message>
    <message>
        <source>no live node holds this device</source>
        <translation>没有存活的节点持有该设备</translation>
    </message>
    <message>
        <source>the device moves from node to node</source>
        <translation>设备在节点之间来回移动</translation>
    </message>
    <message>
        <source>the ttl ended before the device acknowledged</source>
        <translation>设备确认之前 ttl 已结束</translation>
    </message>
    <message>
        <source>the ttl ended before the device connected</source>
        <translation>设备连接之前 ttl 已结束</translation>
    </message>
    <message>
        <source>the ttl ended, and nothing was heard of it</source>
        <translation>ttl 已结束，此后没有任何消息</translation>
    </message>
    <message>
        <source>no acknowledgement within {0} s</source>
        <translation>{0} 秒内没有收到确认</translation>
    </message>
    <message>
        <source>the device does not take what is sent to it</source>
        <translation>设备不接收发给它的内容</translation>
    </message>
    <message>
        <source>the node that holds the device has said nothing of it</source>
        <translation>持有该设备的节点没有任何回音</translation>
    </message>
    <message>
        <source>the session had just ended</source>
        <translation>会话刚刚结束</translation>
    </message>
    <message>
        <source>the connection to Redis broke before it answered</source>
        <translation>Redis 应答之前连接就中断了</translation>
    </message>
    <message>
        <source>id must be 1 to 64 characters, with no control characters</source>
        <translation>ID 须为 1 到 64 个字符，不含控制字符</translation>
    </message>
    <message>
        <source>device must be 1 to 64 of A-Z a-z 0-9 . _ : -</source>
        <translation>device 须为 1 到 64 个字符，可用 A-Z a-z 0-9 . _ : -</translation>
    </message>
    <message>
        <source>payload is larger than the node&apos;s max-payload of {0} bytes</source>
        <translation>载荷超过节点的 max-payload，即 {0} 字节</translation>
    </message>
    <message>
        <source>ttl must be 0 to 604800 seconds</source>
        <translation>ttl 须为 0 到 604800 秒</translation>
    </message>
    <message>
        <source>timeout must be 1 to 300 seconds</source>
        <translation>timeout 须为 1 到 300 秒</translation>
    </message>
    <message>
        <source>a frame must begin with the bytes 4C 4B</source>
        <translation>帧必须以字节 4C 4B 开头</translation>
    </message>
    <message>
        <source>this node speaks version 1 of the protocol</source>
        <translation>此节点使用协议版本 1</translation>
    </message>
    <message>
        <source>no such frame type</source>
        <translation>没有这种帧类型</translation>
    </message>
    <message>
        <source>the frame&apos;s length is over this node&apos;s max-payload</source>
        <translation>帧的长度超过此节点的 max-payload</translation>
    </message>
    <message>
        <source>the first frame must be HELLO</source>
        <translation>第一帧必须是 HELLO</translation>
    </message>
    <message>
        <source>HELLO was said already</source>
        <translation>已经发过 HELLO</translation>
    </message>
    <message>
        <source>only a node may send this frame</source>
        <translation>只有节点可以发送这种帧</translation>
    </message>
    <message>
        <source>no whole HELLO within hello-timeout</source>
        <translation>hello-timeout 之内没有收到完整的 HELLO</translation>
    </message>
    <message>
        <source>nothing was heard for 1.5 keepalives</source>
        <translation>1.5 倍保活时间内没有收到任何内容</translation>
    </message>
    <message>
        <source>the connection ended without a CLOSE</source>
        <translation>连接没有 CLOSE 就结束了</translation>
    </message>
    <message>
        <source>a newer session of this device took over</source>
        <translation>该设备的新会话已接管</translation>
    </message>
    <message>
        <source>a newer session of this device is on another node</source>
        <translation>该设备的新会话在另一个节点上</translation>
    </message>
    <message>
        <source>this device does not take what is sent to it</source>
        <translation>该设备不接收发给它的内容</translation>
    </message>
    <message>
        <source>this node is out of file descriptors</source>
        <translation>此节点的文件描述符已用完</translation>
    </message>
    <message>
        <source>this node holds as many connections as it may</source>
        <translation>此节点的连接数已达上限</translation>
    </message>
    <message>
        <source>this node is draining; another one will take you</source>
        <translation>此节点正在排空；会有另一个节点接纳您</translation>
    </message>
    <message>
        <source>kicked by an operator</source>
        <translation>被操作员踢下线</translation>
    </message>
    <message>
        <source>connections come through a proxy here, and node.proxy-trusted has no such address</source>
        <translation>这里的连接须经代理，而 node.proxy-trusted 中没有这个地址</translation>
    </message>
    <message>
        <source>a PROXY header from an address that node.proxy-trusted does not have</source>
        <translation>PROXY 头来自 node.proxy-trusted 中没有的地址</translation>
    </message>
    <message>
        <source>the connection must begin with a PROXY header</source>
        <translation>连接必须以 PROXY 头开头</translation>
    </message>
    <message>
        <source>no whole PROXY header within hello-timeout</source>
        <translation>hello-timeout 之内没有收到完整的 PROXY 头</translation>
    </message>
    <message>
        <source>the connection begins with neither a PROXY header nor HELLO</source>
        <translation>连接的开头既不是 PROXY 头也不是 HELLO</translation>
    </message>
    <message>
        <source>the node does not answer</source>
        <translation>节点没有应答</translation>
    </message>
    <message>
        <source>the node ended the link</source>
        <translation>节点结束了连接</translation>
    </message>
    <message>
        <source>the link to the node broke</source>
        <translation>与节点的连接断了</translation>
    </message>
    <message>
        <source>the link to the node is lost</source>
        <translation>与节点的连接已断开</translation>
    </message>
    <message>
        <source>the node is gone: its lease in Redis is over</source>
        <translation>节点已经不在：它在 Redis 中的租约已到期</translation>
    </message>
    <message>
        <source>connecting to Redis at {0}</source>
        <translation>正在连接 {0} 处的 Redis</translation>
    </message>
    <message>
        <source>nothing listens at {0} (connection refused): is Redis running, and are host and port right?</source>
        <translation>{0} 处没有谁在监听（连接被拒绝）：Redis 是否在运行，主机和端口是否正确？</translation>
    </message>
    <message>
        <source>the host &apos;{0}&apos; of Redis is not known: check its name in redis.url, and this machine&apos;s DNS</source>
        <translation>不认识 Redis 的主机“{0}”：请检查 redis.url 中的名称以及本机的 DNS</translation>
    </message>
    <message>
        <source>no way to Redis at {0} ({1}): check network and firewall</source>
        <translation>没有通往 {0} 处的 Redis 的路（{1}）：请检查网络和防火墙</translation>
    </message>
    <message>
        <source>no way to Redis at {0}: check network and firewall</source>
        <translation>没有通往 {0} 处的 Redis 的路：请检查网络和防火墙</translation>
    </message>
    <message>
        <source>Redis at {0} closed the connection</source>
        <translation>{0} 处的 Redis 关闭了连接</translation>
    </message>
    <message>
        <source>the connection to Redis at {0} failed: {1}</source>
        <translation>与 {0} 处的 Redis 的连接失败：{1}</translation>
    </message>
    <message>
        <source>Redis at {0} takes connections and does not answer: is its process hung?</source>
        <translation>{0} 处的 Redis 接受连接但不应答：它的进程卡住了吗？</translation>
    </message>
    <message>
        <source>Redis at {0} does not take the password of {1}: check user in redis.url and password in redis.password-file</source>
        <translation>{0} 处的 Redis 不接受密码（用户：{1}）：请检查 redis.url 中的用户和 redis.password-file 中的密码</translation>
    </message>
    <message>
        <source>Redis at {0} wants a password: write it into a file, and name that in redis.password-file</source>
        <translation>{0} 处的 Redis 要求密码：请把密码写入文件，并在 redis.password-file 中写明该文件</translation>
    </message>
    <message>
        <source>Redis at {0} loads its data: it will be there soon</source>
        <translation>{0} 处的 Redis 正在加载数据：很快就会就绪</translation>
    </message>
    <message>
        <source>the master of &apos;{0}&apos; is away: {1}</source>
        <translation>“{0}”的主节点已断开：{1}</translation>
    </message>
    <message>
        <source>a master of the Redis cluster is away, and none has taken its place yet: {0}</source>
        <translation>Redis 集群有一个主节点已断开，还没有别的接替它：{0}</translation>
    </message>
    <message>
        <source>none of the Sentinels {0} answers: {1}</source>
        <translation>各 Sentinel {0} 都没有应答：{1}</translation>
    </message>
    <message>
        <source>too many connections from this address</source>
        <translation>来自这个地址的连接过多</translation>
    </message>
    <message>
        <source>node.keepalive ({0}) is longer than node.keepalive-max ({1}); raise the one or lower the other</source>
        <translation>node.keepalive（{0}）比 node.keepalive-max（{1}）长；请调低前者或调高后者</translation>
    </message>
    <message>
        <source>node.keepalive and node.keepalive-max must be whole seconds, as devices are told seconds</source>
        <translation>node.keepalive 和 node.keepalive-max 必须是整秒，因为告诉设备的是秒数</translation>
    </message>
    <message>
        <source>node.proxy-protocol is {0}, but node.proxy-trusted is empty, so no proxy may speak; name the proxy&apos;s address there</source>
        <translation>node.proxy-protocol 为 {0}，而 node.proxy-trusted 为空，因此没有代理可以说明地址；请在那里写明代理的地址</translation>
    </message>
    <message>
        <source>redis.prefix must have no braces, blanks or control characters, as keys are made of it</source>
        <translation>redis.prefix 不能含有花括号、空格或控制字符，因为键要用它来构成</translation>
    </message>
    <message>
        <source>Redis&apos; default user</source>
        <translation>Redis 默认用户</translation>
    </message>
    <message>
        <source>Redis&apos; user &apos;{0}&apos;</source>
        <translation>Redis 用户“{0}”</translation>
    </message>
    <message>
        <source>node.listen holds {0}; take one out, or give it another port</source>
        <translation>node.listen 中有 {0}；请去掉一个，或换一个端口</translation>
    </message>
    <message>
        <source>{0} twice</source>
        <translation>重复的 {0}</translation>
    </message>
    <message>
        <source>{0} and {1}, which exclude each other</source>
        <translation>互相冲突的 {0} 和 {1}</translation>
    </message>
    <message>
        <source>metrics.listen is {0}, and node.listen holds {1}; give one of them another port</source>
        <translation>metrics.listen 是 {0}，而 node.listen 中有 {1}；请给其中一个换一个端口</translation>
    </message>
    <message>
        <source>{0} live commands are under way already; wait for some to end</source>
        <translation>已有 {0} 条实时命令在途；请等其中一些结束</translation>
    </message>
    <message>
        <source>{0} durable commands are under way already; wait for some to end</source>
        <translation>已有 {0} 条持久命令在途；请等其中一些结束</translation>
    </message>
    <message>
        <source>{0} connections, limit of open files {1}; raise it with ulimit -n</source>
        <translation>{0} 个连接，打开文件数的限制为 {1}；用 ulimit -n 提高</translation>
    </message>
    <message>
        <source>{0} connections, {1} a second</source>
        <translation>{0} 个连接，每秒 {1} 个</translation>
    </message>
    <message>
        <source>TLS with {0} failed ({1}): if Redis speaks no TLS at this port, write {2} in redis.url</source>
        <translation>与 {0} 的 TLS 握手失败（{1}）：如果 Redis 在此端口不用 TLS，请在 redis.url 中写 {2}</translation>
    </message>
    <message>
        <source>TLS failed in this program ({0}): check redis.ca-file</source>
        <translation>本程序的 TLS 出错（{0}）：请检查 redis.ca-file</translation>
    </message>
    <message>
        <source>{0} closes the connection without an answer: if Redis wants TLS at this port, write {1} in redis.url</source>
        <translation>{0} 不应答就关闭了连接：如果 Redis 在此端口要求 TLS，请在 redis.url 中写 {1}</translation>
    </message>
    <message>
        <source>{0} does not answer in TLS: if Redis speaks none at this port, write redis:// in place of rediss://; if it does, its process may hang</source>
        <translation>{0} 没有用 TLS 应答：如果 Redis 在此端口不用 TLS，请把 rediss:// 改为 redis://；如果用，它的进程可能卡住了</translation>
    </message>
    <message>
        <source>the certificate of Redis at {0} is not for &apos;{1}&apos;: name Redis in redis.url as its certificate does</source>
        <translation>{0} 处 Redis 的证书不是给“{1}”的：请在 redis.url 中使用证书上的名称</translation>
    </message>
    <message>
        <source>the certificate of Redis at {0} is not trusted ({1}): {2}</source>
        <translation>{0} 处 Redis 的证书不受信任（{1}）：{2}</translation>
    </message>
    <message>
        <source>name the file with its authority&apos;s certificate in redis.ca-file</source>
        <translation>请在 redis.ca-file 中写上其颁发机构证书的文件</translation>
    </message>
    <message>
        <source>redis.ca-file {0} is not its authority&apos;s</source>
        <translation>redis.ca-file {0} 不是其颁发机构的证书</translation>
    </message>
    <message>
        <source>redis.ca-file {0} holds no certificate that can be read: name a file in PEM form</source>
        <translation>redis.ca-file {0} 中没有能读取的证书：请指定 PEM 格式的文件</translation>
    </message>
    <message>
        <source>this program&apos;s Qt finds no TLS library: install OpenSSL, or write redis:// in redis.url</source>
        <translation>本程序的 Qt 找不到 TLS 库：请安装 OpenSSL，或在 redis.url 中写 redis://</translation>
    </message>
    <message>
        <source>{0} at {1} lacks the right to {2} ({3}): an administrator of Redis grants it by ACL SETUSER</source>
        <translation>{1} 处的{0}没有 {2} 的权限（{3}）：请 Redis 管理员用 ACL SETUSER 授予</translation>
    </message>
    <message>
        <source>Redis at {0} refuses the password ({1}): if it has none, leave redis.password-file empty and write no user in redis.url</source>
        <translation>{0} 处的 Redis 拒绝了密码（{1}）：如果它没有密码，请将 redis.password-file 留空，redis.url 中不写用户</translation>
    </message>
    <message>
        <source>Redis at {0} has no database {1} ({2}): write another number at the end of redis.url</source>
        <translation>{0} 处的 Redis 没有数据库 {1}（{2}）：请在 redis.url 末尾写别的编号</translation>
    </message>
    <message>
        <source>Redis at {0} is in protected mode, and lets in its own machine only: give it a password and redis.password-file to this program</source>
        <translation>{0} 处的 Redis 处于保护模式，只允许本机连接：请为它设密码，并为本程序设 redis.password-file</translation>
    </message>
    <message>
        <source>Redis at {0} refuses {1} ({2})</source>
        <translation>{0} 处的 Redis 拒绝了 {1}（{2}）</translation>
    </message>
    <message>
        <source>Redis refuses reports ({0}): {1}</source>
        <translation>Redis 拒绝了上报（{0}）：{1}</translation>
    </message>
    <message>
        <source>Redis refuses this node&apos;s lease ({0}): {1}</source>
        <translation>Redis 拒绝了本节点的租约（{0}）：{1}</translation>
    </message>
    <message>
        <source>Redis refuses the routes to devices ({0}): {1}</source>
        <translation>Redis 拒绝了设备的路由（{0}）：{1}</translation>
    </message>
    <message>
        <source>Redis refuses results of commands ({0}): {1}</source>
        <translation>Redis 拒绝了命令的结果（{0}）：{1}</translation>
    </message>
    <message>
        <source>Redis refuses a look at the nodes ({0}): {1}</source>
        <translation>Redis 拒绝了对节点的查询（{0}）：{1}</translation>
    </message>
    <message>
        <source>`linekeeper check redis` says which rights it needs</source>
        <translation>运行 `linekeeper check redis` 可知需要哪些权限</translation>
    </message>
    <message>
        <source>give it more memory, by its maxmemory</source>
        <translation>请提高它的 maxmemory，给它更多内存</translation>
    </message>
    <message>
        <source>look into Redis&apos; own log</source>
        <translation>请查看 Redis 自己的日志</translation>
    </message>
    <message>
        <source>connecting to the Redis cluster at {0}</source>
        <translation>正在连接 {0} 处的 Redis 集群</translation>
    </message>
    <message>
        <source>connecting to all masters of the Redis cluster at {0}</source>
        <translation>正在连接 {0} 处 Redis 集群的所有主节点</translation>
    </message>
    <message>
        <source>{0} of the 16384 slots of the Redis cluster have no master: `redis-cli --cluster check {1}` says which</source>
        <translation>Redis 集群的 16384 个槽中有 {0} 个没有主节点：运行 `redis-cli --cluster check {1}` 可知是哪些</translation>
    </message>
    <message>
        <source>Redis at {0} does not answer CLUSTER SLOTS as it should</source>
        <translation>{0} 处的 Redis 对 CLUSTER SLOTS 的应答不对</translation>
    </message>
    <message>
        <source>Redis at {0} became a replica</source>
        <translation>{0} 处的 Redis 变成了副本</translation>
    </message>
    <message>
        <source>Redis at {0} became a replica, and takes no writes: name its master</source>
        <translation>{0} 处的 Redis 变成了副本，不接受写入：请写上它的主节点</translation>
    </message>
    <message>
        <source>Redis at {0} is no master any more</source>
        <translation>{0} 处的 Redis 不再是主节点</translation>
    </message>
    <message>
        <source>the Sentinel at {0} names no master that answers</source>
        <translation>{0} 处的 Sentinel 给出的主节点没有应答</translation>
    </message>
    <message>
        <source>the Sentinel at {0} knows no master named &apos;{1}&apos;: check the name at the end of redis.url</source>
        <translation>{0} 处的 Sentinel 不知道名为“{1}”的主节点：请检查 redis.url 末尾的名称</translation>
    </message>
    <message>
        <source>asking the Sentinels {0} for the master</source>
        <translation>正在向 Sentinel {0} 询问主节点</translation>
    </message>
    <message>
        <source>the Sentinels made {0} the master</source>
        <translation>Sentinel 已将 {0} 设为主节点</translation>
    </message>
    <message>
        <source>{0} is no Sentinel but Redis itself: name the Sentinels in redis.url, or write {1}</source>
        <translation>{0} 不是 Sentinel，而是 Redis 本身：请在 redis.url 中写 Sentinel 的地址，或写 {1}</translation>
    </message>
    <message>
        <source>{0} is a Sentinel: write {1} in redis.url</source>
        <translation>{0} 是 Sentinel：请在 redis.url 中写 {1}</translation>
    </message>
    <message>
        <source>Redis at {0} is a cluster: write {1} in redis.url</source>
        <translation>{0} 处的 Redis 是集群：请在 redis.url 中写 {1}</translation>
    </message>
    <message>
        <source>Redis at {0} is no cluster (cluster-enabled no): write {1} in redis.url</source>
        <translation>{0} 处的 Redis 不是集群（cluster-enabled no）：请在 redis.url 中写 {1}</translation>
    </message>
    <message>
        <source>what listens at {0} does not say that it is Redis: check redis.url</source>
        <translation>在 {0} 监听的程序没有表明自己是 Redis：请检查 redis.url</translation>
    </message>
    <message>
        <source>what listens at {0} is no Redis ({1}): check host and port in redis.url</source>
        <translation>在 {0} 监听的不是 Redis（{1}）：请检查 redis.url 中的主机和端口</translation>
    </message>
    <message>
        <source>what listens at {0} sends what it was not asked for: check host and port in redis.url</source>
        <translation>在 {0} 监听的程序发来了没有请求的内容：请检查 redis.url 中的主机和端口</translation>
    </message>
    <message>
        <source>Redis at {0} is version {1}: version {2} or newer is needed</source>
        <translation>{0} 处的 Redis 版本为 {1}：需要 {2} 或更高版本</translation>
    </message>
    <message>
        <source>Redis at {0} is a replica, and takes no writes: its master is {1}</source>
        <translation>{0} 处的 Redis 是副本，不接受写入：它的主节点是 {1}</translation>
    </message>
    <message>
        <source>Redis at {0} stopped answering: is its process hung, or the network cut?</source>
        <translation>{0} 处的 Redis 不再应答：是进程卡住了，还是网络断了？</translation>
    </message>
    <message>
        <source>Redis did not answer in time</source>
        <translation>Redis 没有及时应答</translation>
    </message>
    <message>
        <source>Redis could not be asked in time</source>
        <translation>没能及时向 Redis 发出请求</translation>
    </message>
    <message>
        <source>this line is not UTF-8 text</source>
        <translation>这一行不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is neither [section] nor key = value nor # comment</source>
        <translation>“{0}”既不是 [节]，也不是 键 = 值，也不是 # 注释</translation>
    </message>
    <message>
        <source>unknown section [{0}]; known are {1}</source>
        <translation>没有 [{0}] 这一节；有的是 {1}</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; stands before the first [section]</source>
        <translation>“{0}”写在第一个 [节] 之前</translation>
    </message>
    <message>
        <source>unknown key &apos;{0}&apos; in section [{1}]; did you mean {2}?</source>
        <translation>[{1}] 节中没有“{0}”这个键；想写的是 {2} 吗？</translation>
    </message>
    <message>
        <source>unknown key &apos;{0}&apos; in section [{1}]; known are {2}</source>
        <translation>[{1}] 节中没有“{0}”这个键；有的是 {2}</translation>
    </message>
    <message>
        <source>{0} was set in line {1} already</source>
        <translation>{0} 在第 {1} 行已经设过</translation>
    </message>
    <message>
        <source>{0} is &apos;{1}&apos;, and must be {2}</source>
        <translation>{0} 的值是“{1}”，而它须为：{2}</translation>
    </message>
    <message>
        <source>{0} to {1} characters</source>
        <translation>{0} 到 {1} 个字符</translation>
    </message>
    <message>
        <source>1 to 64 of A-Z a-z 0-9 . _ : -, or empty</source>
        <translation>1 到 64 个 A-Z a-z 0-9 . _ : - 中的字符，或留空</translation>
    </message>
    <message>
        <source>ADDR:PORT, as 127.0.0.1:9100 is, or empty</source>
        <translation>地址:端口，例如 127.0.0.1:9100，或留空</translation>
    </message>
    <message>
        <source>ADDR:PORT, or several with commas between, as 0.0.0.0:7600 is</source>
        <translation>地址:端口，例如 0.0.0.0:7600，多个之间用逗号隔开</translation>
    </message>
    <message>
        <source>addresses or networks with commas between, as 10.0.0.7, 10.1.0.0/16 or fd00::/8 are, with no bits set behind the prefix</source>
        <translation>用逗号隔开的地址或网段，例如 10.0.0.7、10.1.0.0/16 或 fd00::/8，前缀之后的位须为零</translation>
    </message>
    <message>
        <source>redis://HOST:PORT, rediss://…, redis+cluster://…, redis+sentinel://…, or empty</source>
        <translation>redis://HOST:PORT、rediss://…、redis+cluster://…、redis+sentinel://…，或留空</translation>
    </message>
    <message>
        <source>the path of a file, or empty</source>
        <translation>文件的路径，或留空</translation>
    </message>
    <message>
        <source>a whole number from {0} to {1}</source>
        <translation>{0} 到 {1} 的整数</translation>
    </message>
    <message>
        <source>a whole number of bytes from {0} to {1}</source>
        <translation>{0} 到 {1} 的整数，单位为字节</translation>
    </message>
    <message>
        <source>a duration from {0} to {1}, with ms, s, m or h</source>
        <translation>{0} 到 {1} 的时长，单位为 ms、s、m 或 h</translation>
    </message>
    <message>
        <source>one of {0}</source>
        <translation>以下之一：{0}</translation>
    </message>
    <message>
        <source>cannot read {0}: {1}; {2}</source>
        <translation>无法读取 {0}：{1}；{2}</translation>
    </message>
    <message>
        <source>check its permissions, or name another with --config FILE</source>
        <translation>请检查它的权限，或用 --config FILE 指定另一个</translation>
    </message>
    <message>
        <source>it is larger than 1 MiB</source>
        <translation>它超过了 1 MiB</translation>
    </message>
    <message>
        <source>that is no settings file</source>
        <translation>那不是设置文件</translation>
    </message>
    <message>
        <source>the device itself said {0}</source>
        <translation>设备自己称：{0}</translation>
    </message>
    <message>
        <source>CLOSE must hold a reason of 0 to 7, and a retry-after of two bytes or none</source>
        <translation>CLOSE 须带 0 到 7 的原因，retry-after 为两个字节或没有</translation>
    </message>
    <message>
        <source>{0} and {1} took it from each other {2} times within {3} s</source>
        <translation>{0} 与 {1} 在 {3} 秒内互相接管了 {2} 次</translation>
    </message>
    <message>
        <source>taken over {0} times within {1} s, from {2} alone: two devices or programs there go by this id, or one connects anew without closing</source>
        <translation>{1} 秒内被接管了 {0} 次，全部来自 {2}：那里有两个设备或程序使用同一个 ID，或者某个设备未关闭旧连接就重新连接</translation>
    </message>
    <message>
        <source>{0}: its lease in Redis has ended; sessions as last known: {1}</source>
        <translation>{0}：其在 Redis 中的租约已结束；最后已知的会话数：{1}</translation>
    </message>
</context>
<context>
    <name>lk::setup</name>
    <message>
        <source>the check returned no finding</source>
        <translation>该检查没有返回任何结果</translation>
    </message>
    <message>
        <source>{0}: cancelled</source>
        <translation>{0}：已取消</translation>
    </message>
    <message>
        <source>it had {0} s, and does not return</source>
        <translation>限时 {0} 秒，仍未返回</translation>
    </message>
    <message>
        <source>The way of devices</source>
        <translation>设备的路径</translation>
    </message>
    <message>
        <source>The way of devices was tried</source>
        <translation>已试走设备的路径</translation>
    </message>
    <message>
        <source>{0}; its last command, {1}, ended as {2}</source>
        <translation>{0}；它最近的命令 {1} 以“{2}”结束</translation>
    </message>
    <message>
        <source>Nothing wrong was seen, and {0} is not connected</source>
        <translation>没有看到异常，而 {0} 没有连接</translation>
    </message>
    <message>
        <source>{0} is connected to {1}, and nothing stands between it and a command</source>
        <translation>{0} 已连接到 {1}，它与命令之间没有阻碍</translation>
    </message>
    <message>
        <source>{0} is connected to {1}, and its last command, {2}, is {3}</source>
        <translation>{0} 已连接到 {1}，它最近的命令 {2} 状态为“{3}”</translation>
    </message>
    <message>
        <source>Redis: no node holds the device</source>
        <translation>Redis：没有节点持有该设备</translation>
    </message>
    <message>
        <source>End its session, so that it connects and its node claims it anew</source>
        <translation>结束它的会话，让它重新连接，并由其节点重新认领</translation>
    </message>
    <message>
        <source>{0} is connected to {1}, and Redis has no route to it: commands do not find it</source>
        <translation>{0} 已连接到 {1}，而 Redis 中没有通向它的路由：命令找不到它</translation>
    </message>
    <message>
        <source>The route is stale: Redis sends commands for {0} to {1}, session {2}, and it is connected to {3}, session {4}</source>
        <translation>路由已过时：Redis 把发给 {0} 的命令送往 {1} 的会话 {2}，而它连接在 {3} 的会话 {4}</translation>
    </message>
    <message>
        <source>The route is stale: Redis sends commands for {0} to {1}, which does not have it</source>
        <translation>路由已过时：Redis 把发给 {0} 的命令送往 {1}，而那里没有它</translation>
    </message>
    <message>
        <source>The route is stale: Redis names {0} for {1}, whose lease is over</source>
        <translation>路由已过时：Redis 中 {1} 的节点是 {0}，其租约已到期</translation>
    </message>
    <message>
        <source>Any node that lives cleans up after a dead one within seconds; the device&apos;s next HELLO writes the route anew</source>
        <translation>任一存活的节点都会在几秒内清理失效的节点；设备下一次 HELLO 会重新写入路由</translation>
    </message>
    <message>
        <source>The last command, {0}, is done, {1}</source>
        <translation>最近的命令 {0} 已完成，{1}</translation>
    </message>
    <message>
        <source>The last command, {0}, waits for the device since {1}</source>
        <translation>最近的命令 {0} 自 {1} 起等待设备</translation>
    </message>
    <message>
        <source>The last command, {0}, is with the device, which has not acknowledged it yet</source>
        <translation>最近的命令 {0} 已到设备，设备尚未确认</translation>
    </message>
    <message>
        <source>{0} got the command {1} and acknowledged it with its own error code {2}, {3}</source>
        <translation>{0} 收到了命令 {1}，并以自己的错误码 {2} 确认，{3}</translation>
    </message>
    <message>
        <source>The command arrived: what the code means is for the device&apos;s maker to say. Mend the payload or the device, and send it again</source>
        <translation>命令已送达：错误码的含义由设备厂商说明。请修正载荷或设备，然后重新发送</translation>
    </message>
    <message>
        <source>The command {0} expired {1}: its ttl ended before {2} had acknowledged it</source>
        <translation>命令 {0} 于 {1} 过期：在 {2} 确认之前，它的 ttl 已经结束</translation>
    </message>
    <message>
        <source>Send it again, with a ttl longer than the device is away</source>
        <translation>请重新发送，ttl 要比设备离线的时间长</translation>
    </message>
    <message>
        <source>The command {0} was written to {1}, and not acknowledged in time, {2}: the device may or may not have acted</source>
        <translation>命令 {0} 已写给 {1}，但未按时得到确认，{2}：设备可能执行了，也可能没有</translation>
    </message>
    <message>
        <source>Let the device answer each COMMAND with a COMMAND_ACK of its id; or give it more time with --timeout</source>
        <translation>让设备对每个 COMMAND 以相同 ID 的 COMMAND_ACK 应答；或用 --timeout 给它更多时间</translation>
    </message>
    <message>
        <source>The session ended before the command {0} was wholly written, {1}</source>
        <translation>命令 {0} 尚未完整写出，会话就结束了，{1}</translation>
    </message>
    <message>
        <source>Send it again, with a ttl, so that it waits for the device</source>
        <translation>请带上 ttl 重新发送，让它等待设备</translation>
    </message>
    <message>
        <source>The command {0} was sent while {1} was not connected, {2}{3}</source>
        <translation>命令 {0} 发送时 {1} 没有连接，{2}{3}</translation>
    </message>
    <message>
        <source>The command {0} was rejected, {1}{2}</source>
        <translation>命令 {0} 被拒绝，{1}{2}</translation>
    </message>
    <message>
        <source>Mend what the reason names, and send it again under another id</source>
        <translation>修正原因所指的问题，然后用另一个 ID 重新发送</translation>
    </message>
    <message>
        <source>Not known, as no node answers</source>
        <translation>未知，因为没有节点应答</translation>
    </message>
    <message>
        <source>{0} is cut off from Redis: commands from elsewhere do not reach its devices, and durable ones wait</source>
        <translation>{0} 与 Redis 失去联系：其他地方发来的命令到不了它的设备，持久命令则会等待</translation>
    </message>
    <message>
        <source>Bring Redis back, or the network between it and {0}; the node then goes on by itself</source>
        <translation>恢复 Redis，或恢复它与 {0} 之间的网络；之后节点会自行继续</translation>
    </message>
    <message>
        <source>One node by itself: commands need no route</source>
        <translation>单个节点：命令不需要路由</translation>
    </message>
    <message>
        <source>Redis does not answer: commands find no way to {0}</source>
        <translation>Redis 没有应答：命令找不到通往 {0} 的路</translation>
    </message>
    <message>
        <source>Bring Redis back, or the network between it and the nodes</source>
        <translation>恢复 Redis，或恢复它与各节点之间的网络</translation>
    </message>
    <message>
        <source>Redis has no route, as the device is not connected</source>
        <translation>Redis 中没有路由，因为设备没有连接</translation>
    </message>
    <message>
        <source>Redis leads commands to {0}</source>
        <translation>Redis 把命令引向 {0}</translation>
    </message>
    <message>
        <source>No command was sent to it lately</source>
        <translation>近来没有给它发过命令</translation>
    </message>
    <message>
        <source>{0} durable commands wait for it, the first of them, {1}, for {2} more</source>
        <translation>有 {0} 条持久命令在等它，其中第一条 {1} 还可等 {2}</translation>
    </message>
    <message>
        <source>No session of it has ended yet</source>
        <translation>它还没有会话结束过</translation>
    </message>
    <message>
        <source>Last close: {0}, {1} at {2}</source>
        <translation>上次断开：{0}，{1}，在 {2}</translation>
    </message>
    <message>
        <source>See to the device: it came back, and what ended its session may end the next one</source>
        <translation>请检查设备：它已经回来，但结束上一个会话的原因可能再次结束下一个会话</translation>
    </message>
    <message>
        <source>does not take</source>
        <translation>不接受</translation>
    </message>
    <message>
        <source>{0} was replaced by a newer session of its id, {1}, which no node that answers has now</source>
        <translation>{0} 被同一 ID 的新会话取代，{1}，而现在应答的节点都没有那个会话</translation>
    </message>
    <message>
        <source>See whether another device or program goes by this id, and whether all nodes answer</source>
        <translation>看看是否有另一台设备或程序使用这个 ID，以及是否所有节点都有应答</translation>
    </message>
    <message>
        <source>{0} of its sessions were replaced by a newer one in the last 10 min, at {1}</source>
        <translation>最近 10 分钟内它有 {0} 个会话被新会话取代，在 {1}</translation>
    </message>
    <message>
        <source>{0} is taken over again and again, from {1}: two devices or programs go by this id, or one connects anew without closing</source>
        <translation>{0} 被一再接管，来自 {1}：有两台设备或程序使用这个 ID，或者同一台设备不关闭旧连接就重新连接</translation>
    </message>
    <message>
        <source>Give each device an id of its own. Of one device: let it close its old connection before it makes a new one</source>
        <translation>给每台设备各自的 ID。若是同一台设备：让它先关闭旧连接，再建立新连接</translation>
    </message>
    <message>
        <source>{0} is connected to {1} from {2}, for {3}; heard {4}</source>
        <translation>{0} 已从 {2} 连接到 {1}，持续 {3}；最近收到：{4}</translation>
    </message>
    <message>
        <source>{0} bytes wait for it, and it has taken none for {1}; {2} commands are under way</source>
        <translation>有 {0} 字节在等它，它已有 {1} 没有读取；{2} 条命令正在进行</translation>
    </message>
    <message>
        <source>{0} is connected and has stopped reading: it takes nothing of what is sent to it</source>
        <translation>{0} 已连接但停止了读取：发给它的内容它都不收</translation>
    </message>
    <message>
        <source>See to the device&apos;s reading loop: it must read while it works. To begin anew, end its session</source>
        <translation>请检查设备的读取循环：工作时也必须读取。要重新开始，请结束它的会话</translation>
    </message>
    <message>
        <source>{0} has said HELLO, and Redis has not said yet whose it is</source>
        <translation>{0} 已发出 HELLO，而 Redis 尚未说明它归谁</translation>
    </message>
    <message>
        <source>{0} is connected, and was not heard for {1}, longer than its keepalive of {2} s</source>
        <translation>{0} 已连接，但已有 {1} 没有收到它的消息，超过了 {2} 秒的保活时间</translation>
    </message>
    <message>
        <source>Let the device PING within its keepalive; its connection may be dead already</source>
        <translation>让设备在保活时间内发送 PING；它的连接可能已经断了</translation>
    </message>
    <message>
        <source>{0} is not authorised: it was turned away with CLOSE 2 by {1}, {2}</source>
        <translation>{0} 未获授权：被 {1} 以 CLOSE 2 拒绝，{2}</translation>
    </message>
    <message>
        <source>Give the device the token that belongs to its id, and see that it sends it in HELLO</source>
        <translation>给设备配上属于其 ID 的令牌，并确认它在 HELLO 中发送</translation>
    </message>
    <message>
        <source>{0} says a HELLO that {1} can&apos;t accept: {2}</source>
        <translation>{0} 发出的 HELLO 无法被 {1} 接受：{2}</translation>
    </message>
    <message>
        <source>{0} broke the protocol and was closed by {1}, {2}: {3}</source>
        <translation>{0} 违反协议，被 {1} 关闭，{2}：{3}</translation>
    </message>
    <message>
        <source>Mend what the device sends; its frames can be seen as they pass</source>
        <translation>修正设备发送的内容；可以实时查看它的帧</translation>
    </message>
    <message>
        <source>{0} fell silent and was closed by {1}, {2}; it has not come back</source>
        <translation>{0} 不再发送，{2}被 {1} 断开，此后未再连接</translation>
    </message>
    <message>
        <source>See whether the device is on and has a network; it must be heard within 1.5 keepalives</source>
        <translation>看看设备是否开机、是否有网络；必须在 1.5 倍保活时间内收到它的消息</translation>
    </message>
    <message>
        <source>{0} had stopped reading, and was closed by {1}, {2}, with more waiting than node.out-buffer allows</source>
        <translation>{0} 停止了读取，被 {1} 关闭，{2}，积压超过了 node.out-buffer 的允许值</translation>
    </message>
    <message>
        <source>See to the device&apos;s reading loop: it must read while it works. Raise node.out-buffer only if it takes long answers by design</source>
        <translation>请检查设备的读取循环：工作时也必须读取。只有当它按设计就要接收很长的内容时，才调高 node.out-buffer</translation>
    </message>
    <message>
        <source>{0} was turned away over a limit by {1}, {2}: {3}</source>
        <translation>{0} 因超出限制被 {1} 拒绝，{2}：{3}</translation>
    </message>
    <message>
        <source>Raise that limit in the node&apos;s settings, or spread devices over more nodes</source>
        <translation>在节点的设置中调高该限制，或把设备分散到更多节点</translation>
    </message>
    <message>
        <source>{0} was kicked by an operator at {1}, {2}, and has not come back</source>
        <translation>{0} 在 {1} 被操作员踢下线，{2}，此后没有回来</translation>
    </message>
    <message>
        <source>Let the device connect again after a CLOSE 7</source>
        <translation>让设备在 CLOSE 7 之后重新连接</translation>
    </message>
    <message>
        <source>{0} was sent away by {1}, which drained, {2}, and has not come back yet</source>
        <translation>{0} 因 {1} 排空而被送走，{2}，尚未回来</translation>
    </message>
    <message>
        <source>It comes back within its retry-after, up to half a minute; if it does not, see to how it handles CLOSE 5</source>
        <translation>它会在自己的 retry-after 内回来，最多半分钟；如果没有，请检查它如何处理 CLOSE 5</translation>
    </message>
    <message>
        <source>{0} left by itself, {1}, and has not come back</source>
        <translation>{0} 自行离开，{1}，此后没有回来</translation>
    </message>
    <message>
        <source>Nothing is wrong on this side; the device said CLOSE 0</source>
        <translation>这一侧没有问题；设备发出了 CLOSE 0</translation>
    </message>
    <message>
        <source>{0} is not connected: its connection to {1} was lost {2}, after {3} of silence</source>
        <translation>{0} 没有连接：它与 {1} 的连接在 {2} 中断，此前已沉默 {3}</translation>
    </message>
    <message>
        <source>See whether the device is on and has a network, and where it tries to connect to</source>
        <translation>看看设备是否开机、是否有网络，以及它尝试连接到哪里</translation>
    </message>
    <message>
        <source>{0}: a connection from {1} never said HELLO{2}</source>
        <translation>{0}：来自 {1} 的连接始终没有发出 HELLO{2}</translation>
    </message>
    <message>
        <source>{0}: a connection from {1} was ended before a HELLO was accepted{2}, {3}: {4}</source>
        <translation>{0}：来自 {1} 的连接在 HELLO 被接受之前就结束了{2}，{3}：{4}</translation>
    </message>
    <message>
        <source>{0} has said HELLO to no node, and connections from {1} are refused over a limit: {2}</source>
        <translation>{0} 没有向任何节点发出过 HELLO，而来自 {1} 的连接因超出限制被拒绝：{2}</translation>
    </message>
    <message>
        <source>Raise that limit in the node&apos;s settings</source>
        <translation>在节点的设置中调高该限制</translation>
    </message>
    <message>
        <source>{0} has said HELLO to no node; a connection from {1} came and never said HELLO, {2}</source>
        <translation>{0} 没有向任何节点发出过 HELLO；来自 {1} 的一个连接始终没有发出 HELLO，{2}</translation>
    </message>
    <message>
        <source>Let the device send HELLO with its id as the first frame, whole and within node.hello-timeout; see that nothing on the way holds its bytes back</source>
        <translation>让设备以带有其 ID 的 HELLO 作为第一帧，完整并在 node.hello-timeout 之内发出；并确认路上没有东西扣住它的字节</translation>
    </message>
    <message>
        <source>{0} has said HELLO to no node; a connection from {1} sent what is no frame of the protocol, {2}: {3}</source>
        <translation>{0} 没有向任何节点发出过 HELLO；来自 {1} 的一个连接发送的不是本协议的帧，{2}：{3}</translation>
    </message>
    <message>
        <source>Let the device speak the wire protocol from its first byte: no TLS, HTTP or other framing before it</source>
        <translation>让设备从第一个字节起就使用本线路协议：前面不要有 TLS、HTTP 或其他封装</translation>
    </message>
    <message>
        <source>{0} was never seen by a node that answers, and nobody tried to connect in vain lately</source>
        <translation>应答的节点都从未见过 {0}，近来也没有谁尝试连接而失败</translation>
    </message>
    <message>
        <source>See that the id is spelt as the device spells it, that the device is on, and that it connects to where nginx or a node listens</source>
        <translation>确认 ID 的写法与设备一致、设备已开机，并且它连接的是 nginx 或节点监听的地址</translation>
    </message>
    <message>
        <source>{0} is not connected: its node {1} ended while it was, {2} or later</source>
        <translation>{0} 没有连接：它所在的节点 {1} 在它连接期间结束了，{2}或更晚</translation>
    </message>
    <message>
        <source>See whether the device connects again, and to which address</source>
        <translation>看看设备是否会重新连接，以及连到哪个地址</translation>
    </message>
    <message>
        <source>{0}: connected to {1} from {2}</source>
        <translation>{0}：从 {2} 连接到 {1}</translation>
    </message>
    <message>
        <source>{0}: connected to {1} from {2}, and took over from its older session</source>
        <translation>{0}：从 {2} 连接到 {1}，并接管了自己较早的会话</translation>
    </message>
    <message>
        <source>{0}: closed at {1}, {2}, {3} after it connected from {4} and {5} after it was heard last{6}</source>
        <translation>{0}：被 {1} 关闭，{2}，此时距它从 {4} 连接已有 {3}，距最近收到它的消息 {5}{6}</translation>
    </message>
    <message>
        <source>{0}: refused by {1}, {2}, from {3}{4}</source>
        <translation>{0}：被 {1} 拒绝，{2}，来自 {3}{4}</translation>
    </message>
    <message>
        <source>{0} of its connections were cut after {1} of silence each</source>
        <translation>它有 {0} 个连接都在沉默 {1}后被切断</translation>
    </message>
    <message>
        <source>Something between {0} and its node cuts connections that are silent for {1}</source>
        <translation>{0} 与其节点之间有东西会切断沉默 {1}的连接</translation>
    </message>
    <message>
        <source>Raise nginx&apos;s proxy_timeout above 1.5 keepalives, and see that no NAT or firewall on the way forgets connections earlier; or let the device ask for a shorter keepalive in HELLO</source>
        <translation>把 nginx 的 proxy_timeout 调到 1.5 倍保活时间以上，并确认路上没有 NAT 或防火墙更早遗忘连接；或让设备在 HELLO 中要求更短的保活时间</translation>
    </message>
    <message>
        <source>Start nginx, after its configuration has been tested</source>
        <translation>先测试 nginx 的配置，然后启动 nginx</translation>
    </message>
    <message>
        <source>Start the node, or point devices at where it listens</source>
        <translation>启动节点，或让设备连接节点监听的地址</translation>
    </message>
    <message>
        <source>{0} takes connections and ends them without a word: what listens there reaches no node</source>
        <translation>{0} 接受连接后一言不发就结束：在那里监听的程序到不了任何节点</translation>
    </message>
    <message>
        <source>Let nginx&apos;s upstream hold the nodes that live, and reload it</source>
        <translation>让 nginx 的 upstream 中只有存活的节点，然后重新加载</translation>
    </message>
    <message>
        <source>{0} takes connections, and no node answers behind it</source>
        <translation>{0} 接受连接，但后面没有节点应答</translation>
    </message>
    <message>
        <source>See whether the nodes in nginx&apos;s upstream answer; one that is stuck or not to be reached keeps devices waiting</source>
        <translation>看看 nginx 的 upstream 中的节点是否应答；卡住或不可达的节点会让设备一直等待</translation>
    </message>
    <message>
        <source>What answers at {0} is no Linekeeper node</source>
        <translation>{0} 处应答的不是 Linekeeper 节点</translation>
    </message>
    <message>
        <source>Point nginx&apos;s stream block, or the devices, at the port where nodes listen</source>
        <translation>让 nginx 的 stream 块或设备指向节点监听的端口</translation>
    </message>
    <message>
        <source>{0} is draining, and will send {1} away soon</source>
        <translation>{0} 正在排空，很快会送走 {1}</translation>
    </message>
    <message>
        <source>Let another node take the device: it comes back by itself within its retry-after. A node that drained has to be started anew</source>
        <translation>让另一个节点接纳该设备：它会在自己的 retry-after 内自行回来。排空的节点要重新启动</translation>
    </message>
    <message>
        <source>{0}, which had {1} last, is gone: its lease in Redis is over</source>
        <translation>最后持有 {1} 的 {0} 已经不在：它在 Redis 中的租约已到期</translation>
    </message>
    <message>
        <source>{0} does not answer, though its lease in Redis still runs</source>
        <translation>{0} 没有应答，尽管它在 Redis 中的租约仍有效</translation>
    </message>
    <message>
        <source>Start {0} again; meanwhile let nginx lead devices to the others</source>
        <translation>重新启动 {0}；在此期间让 nginx 把设备引向其他节点</translation>
    </message>
    <message>
        <source>On the machine of {0} see whether it runs and reaches Redis</source>
        <translation>在 {0} 所在的机器上，看看它是否在运行、能否连到 Redis</translation>
    </message>
    <message>
        <source>The firewall was not looked at</source>
        <translation>没有查看防火墙</translation>
    </message>
    <message>
        <source>Nothing comes back from {0}: a firewall on the way drops what is sent there</source>
        <translation>{0} 没有任何回应：路上有防火墙丢弃了发往那里的内容</translation>
    </message>
    <message>
        <source>There is no way to {0} from here</source>
        <translation>从这里到 {0} 没有通路</translation>
    </message>
    <message>
        <source>Let TCP port {0} in at {1}, on that machine and on every firewall before it</source>
        <translation>在 {1} 放行 TCP 端口 {0}，包括那台机器和它前面的每一道防火墙</translation>
    </message>
    <message>
        <source>The device&apos;s connection came through</source>
        <translation>设备的连接已经通过</translation>
    </message>
    <message>
        <source>A probe came through to {0}</source>
        <translation>探测已连通到 {0}</translation>
    </message>
    <message>
        <source>nginx was not looked at</source>
        <translation>没有查看 nginx</translation>
    </message>
    <message>
        <source>{0} leads to {1}</source>
        <translation>{0} 通向 {1}</translation>
    </message>
    <message>
        <source>The device&apos;s connection reached a node</source>
        <translation>设备的连接已到达节点</translation>
    </message>
    <message>
        <source>No node answers: {0}</source>
        <translation>没有节点应答：{0}</translation>
    </message>
    <message>
        <source>Start a node, or name the cluster by its Redis</source>
        <translation>启动一个节点，或用 Redis 指明集群</translation>
    </message>
    <message>
        <source>{0} has the device</source>
        <translation>{0} 持有该设备</translation>
    </message>
    <message>
        <source>{0} would take the device</source>
        <translation>{0} 可以接纳该设备</translation>
    </message>
    <message>
        <source>{0} is out of file descriptors, and lets no device in</source>
        <translation>{0} 的文件描述符已用完，不再接纳设备</translation>
    </message>
    <message>
        <source>Raise the limit of open files of its service, and start it again</source>
        <translation>调高其服务的打开文件数限制，然后重新启动</translation>
    </message>
    <message>
        <source>The firewall lets devices in</source>
        <translation>防火墙放行设备</translation>
    </message>
    <message>
        <source>Set {0}</source>
        <translation>设置 {0}</translation>
    </message>
    <message>
        <source>Sets {0} from {1} to {2} until the next start of this machine. For good, put it into /etc/sysctl.d, as the commands do.</source>
        <translation>把 {0} 从 {1} 设为 {2}，到本机下次启动为止。要永久生效，请写入 /etc/sysctl.d，如这些命令所做。</translation>
    </message>
    <message>
        <source>Descriptors for as many devices</source>
        <translation>文件描述符是否够设备使用</translation>
    </message>
    <message>
        <source>Windows has no limit of descriptors that a node would meet</source>
        <translation>Windows 没有节点会碰到的描述符限制</translation>
    </message>
    <message>
        <source>sockets are bounded by memory</source>
        <translation>套接字只受内存限制</translation>
    </message>
    <message>
        <source>Max open files</source>
        <translation>最大打开文件数</translation>
    </message>
    <message>
        <source>The limit of descriptors could not be seen</source>
        <translation>看不到描述符的限制</translation>
    </message>
    <message>
        <source>{0}, of the node&apos;s process: Max open files {1}</source>
        <translation>{0}，节点的进程：Max open files {1}</translation>
    </message>
    <message>
        <source>{0}, as a node started from here would have it: Max open files {1}</source>
        <translation>{0}，若从这里启动节点：Max open files {1}</translation>
    </message>
    <message>
        <source>Descriptors are without limit</source>
        <translation>描述符没有限制</translation>
    </message>
    <message>
        <source>{0} descriptors are too few for node.max-sessions = {1}</source>
        <translation>{0} 个描述符不够 node.max-sessions = {1} 使用</translation>
    </message>
    <message>
        <source>about {0} devices fit; each takes a descriptor</source>
        <translation>大约容得下 {0} 台设备；每台占一个描述符</translation>
    </message>
    <message>
        <source>Devices past that are turned away with CLOSE 6, though the settings promise them room.</source>
        <translation>超出的设备会以 CLOSE 6 被拒绝，尽管设置承诺了它们的位置。</translation>
    </message>
    <message>
        <source>{0} descriptors are room for about {1} devices</source>
        <translation>{0} 个描述符大约容得下 {1} 台设备</translation>
    </message>
    <message>
        <source>Devices past that are turned away with CLOSE 6.</source>
        <translation>超出的设备会以 CLOSE 6 被拒绝。</translation>
    </message>
    <message>
        <source>Give the node&apos;s process {0} descriptors. A node takes the limit that it finds when it starts, so restart it, drained, after the change.</source>
        <translation>给节点的进程 {0} 个描述符。节点只在启动时读取限制，因此改动后请先排空再重新启动。</translation>
    </message>
    <message>
        <source>Connections that may wait to be taken</source>
        <translation>可以排队等待接受的连接</translation>
    </message>
    <message>
        <source>Windows sets the length of the queue itself</source>
        <translation>Windows 自行决定队列的长度</translation>
    </message>
    <message>
        <source>no such setting</source>
        <translation>没有这个设置</translation>
    </message>
    <message>
        <source>net.core.somaxconn could not be seen</source>
        <translation>看不到 net.core.somaxconn</translation>
    </message>
    <message>
        <source>{0}: {1}; a node&apos;s listener asks for {2}</source>
        <translation>{0}：{1}；节点的监听要求 {2}</translation>
    </message>
    <message>
        <source>ss: the node&apos;s listener has {0}</source>
        <translation>ss：节点的监听为 {0}</translation>
    </message>
    <message>
        <source>After an outage a fleet comes back within seconds. What does not fit into the queue is dropped, and tries again after 1, 3 and 7 s.</source>
        <translation>中断之后，设备群会在几秒内一起回来。队列放不下的会被丢弃，并在 1、3、7 秒后重试。</translation>
    </message>
    <message>
        <source>net.core.somaxconn is {0}, below {1}</source>
        <translation>net.core.somaxconn 是 {0}，低于 {1}</translation>
    </message>
    <message>
        <source>Raise it, then restart node and nginx: a listener keeps what it got.</source>
        <translation>把它调高，然后重新启动节点和 nginx：监听套接字会保持原有的值。</translation>
    </message>
    <message>
        <source>The node&apos;s listener still has a queue of {0}</source>
        <translation>节点的监听队列仍是 {0}</translation>
    </message>
    <message>
        <source>Restart the node, drained: it listened before net.core.somaxconn was raised.</source>
        <translation>先排空再重新启动节点：它在 net.core.somaxconn 调高之前就开始监听了。</translation>
    </message>
    <message>
        <source>{0} connections may wait to be taken</source>
        <translation>可以有 {0} 个连接等待接受</translation>
    </message>
    <message>
        <source>Ports of the proxy toward each node</source>
        <translation>代理通往每个节点的端口</translation>
    </message>
    <message>
        <source>The range of outgoing ports could not be seen</source>
        <translation>看不到外出端口的范围</translation>
    </message>
    <message>
        <source>{0} does not have it</source>
        <translation>{0} 中没有</translation>
    </message>
    <message>
        <source>{0} ports toward each address of a node are enough for its devices</source>
        <translation>通往节点每个地址的 {0} 个端口足够它的设备使用</translation>
    </message>
    <message>
        <source>{0}: {1} to {2}, {3} ports</source>
        <translation>{0}：{1} 到 {2}，{3} 个端口</translation>
    </message>
    <message>
        <source>Let the node listen at two addresses or ports and name both in nginx&apos;s upstream, or widen the range.</source>
        <translation>让节点在两个地址或端口上监听，并把两者都写进 nginx 的 upstream，或扩大端口范围。</translation>
    </message>
    <message>
        <source>{0} is to hold {1} devices at one address, and a proxy has {2} ports toward it</source>
        <translation>{0} 要在一个地址上容纳 {1} 台设备，而代理通往它的端口只有 {2} 个</translation>
    </message>
    <message>
        <source>nginx connects to a node from one address of its own. When it has no port left, devices are cut as they connect, and nginx logs &apos;Cannot assign requested address&apos;.</source>
        <translation>nginx 用自己的一个地址连接节点。端口用完后，设备一连接就会被切断，nginx 会记录“Cannot assign requested address”。</translation>
    </message>
    <message>
        <source>Connections that the firewall keeps track of</source>
        <translation>防火墙跟踪的连接</translation>
    </message>
    <message>
        <source>This machine keeps no track of connections</source>
        <translation>本机不跟踪连接</translation>
    </message>
    <message>
        <source>there is no {0}</source>
        <translation>没有 {0}</translation>
    </message>
    <message>
        <source>{0} of {1} are in use ({2})</source>
        <translation>{1} 中已用 {0}（{2}）</translation>
    </message>
    <message>
        <source>The firewall has room for {0} connections</source>
        <translation>防火墙能容纳 {0} 个连接</translation>
    </message>
    <message>
        <source>The firewall keeps track of {0} connections at most, and {1} are to be expected</source>
        <translation>防火墙最多跟踪 {0} 个连接，而预计会有 {1} 个</translation>
    </message>
    <message>
        <source>Past that new connections are dropped without a word; the kernel logs &apos;nf_conntrack: table full&apos;.</source>
        <translation>超过之后，新连接会被无声丢弃；内核会记录“nf_conntrack: table full”。</translation>
    </message>
    <message>
        <source>Raise it; an entry takes about 300 bytes of memory.</source>
        <translation>把它调高；每项大约占 300 字节内存。</translation>
    </message>
    <message>
        <source>Disk space for settings and logs</source>
        <translation>设置和日志的磁盘空间</translation>
    </message>
    <message>
        <source>The space left for {0} could not be seen</source>
        <translation>看不到 {0} 的剩余空间</translation>
    </message>
    <message>
        <source>{0} MiB are left where {1} is</source>
        <translation>{1} 所在处还剩 {0} MiB</translation>
    </message>
    <message>
        <source>There is space for {0}</source>
        <translation>{0} 有足够的空间</translation>
    </message>
    <message>
        <source>{0} MiB are left for {1}</source>
        <translation>{1} 只剩 {0} MiB</translation>
    </message>
    <message>
        <source>Changed settings can&apos;t be saved, and logs end where the disk is full: both are missed when something else goes wrong.</source>
        <translation>磁盘写满后，改过的设置无法保存，日志也会中断：等别的地方出问题时，两样都用得着。</translation>
    </message>
    <message>
        <source>Make room on that disk.</source>
        <translation>请在该磁盘上腾出空间。</translation>
    </message>
    <message>
        <source>Allow TCP {0}</source>
        <translation>放行 TCP {0}</translation>
    </message>
    <message>
        <source>Lets everybody connect to TCP {0}, by a rule of {1} that stays after a restart.</source>
        <translation>允许所有人连接 TCP {0}，通过一条 {1} 的规则，重启后仍然有效。</translation>
    </message>
    <message>
        <source>ufw manages this machine&apos;s rules. Allow the port there:</source>
        <translation>本机的规则由 ufw 管理。请在那里放行端口：</translation>
    </message>
    <message>
        <source>firewalld manages this machine&apos;s rules. Allow the port there:</source>
        <translation>本机的规则由 firewalld 管理。请在那里放行端口：</translation>
    </message>
    <message>
        <source>Accept TCP {0} before all other rules. This holds until the rules are loaded anew; put the same into the file that they are loaded from, /etc/nftables.conf or /etc/iptables/rules.v4 on Debian:</source>
        <translation>在所有其他规则之前接受 TCP {0}。这在规则重新加载之前有效；请把同样的内容写进加载规则的文件，在 Debian 上是 /etc/nftables.conf 或 /etc/iptables/rules.v4：</translation>
    </message>
    <message>
        <source>Lets everybody connect to TCP {0}, by a rule before all others that is gone once the rules are loaded anew.</source>
        <translation>允许所有人连接 TCP {0}，通过一条排在所有规则之前的规则；规则重新加载后即失效。</translation>
    </message>
    <message>
        <source>TCP {0} of {1} is open on {2}</source>
        <translation>{1} 的 TCP {0} 在 {2} 上是开放的</translation>
    </message>
    <message>
        <source>The firewall drops connections to TCP {0} of {1} on {2}</source>
        <translation>防火墙在 {2} 上丢弃通往 {1} 的 TCP {0} 的连接</translation>
    </message>
    <message>
        <source>Devices get no answer: they wait, give up, and try again for ever.</source>
        <translation>设备得不到回应：它们等待一阵后放弃，又不断重试。</translation>
    </message>
    <message>
        <source>The firewall refuses connections to TCP {0} of {1} on {2}</source>
        <translation>防火墙在 {2} 上拒绝通往 {1} 的 TCP {0} 的连接</translation>
    </message>
    <message>
        <source>Devices are told no at once, as if nobody listened.</source>
        <translation>设备会立即被告知不行，就像没有谁在监听一样。</translation>
    </message>
    <message>
        <source>Whether the firewall lets devices connect to TCP {0} of {1} on {2} depends on more than can be seen</source>
        <translation>防火墙是否允许设备在 {2} 上连接 {1} 的 TCP {0}，取决于这里看不到的条件</translation>
    </message>
    <message>
        <source>Some devices may be let in and others not.</source>
        <translation>可能有的设备被放行，有的没有。</translation>
    </message>
    <message>
        <source>Read the rules named above, or try it from another machine:</source>
        <translation>请查看上面列出的规则，或从另一台机器试连：</translation>
    </message>
    <message>
        <source>Nothing here is meant for devices: no port is open beyond this machine</source>
        <translation>这里没有供设备使用的端口：没有端口对本机之外开放</translation>
    </message>
    <message>
        <source>No network is seen from which devices could come</source>
        <translation>看不到设备可能从哪个网络过来</translation>
    </message>
    <message>
        <source>What the firewall does depends on the interface.</source>
        <translation>防火墙的做法取决于网络接口。</translation>
    </message>
    <message>
        <source>The firewall&apos;s rules are shown to root only</source>
        <translation>防火墙的规则只有 root 能看</translation>
    </message>
    <message>
        <source>Whether the firewall lets devices in is not known.</source>
        <translation>不知道防火墙是否放行设备。</translation>
    </message>
    <message>
        <source>Run the check as root, or look yourself:</source>
        <translation>请以 root 身份运行检查，或自行查看：</translation>
    </message>
    <message>
        <source>Neither nft nor iptables is here, so the kernel&apos;s firewall rules cannot be read</source>
        <translation>这里既没有 nft 也没有 iptables，因此无法读取内核的防火墙规则</translation>
    </message>
    <message>
        <source>Container engines and others may have put rules there without them.</source>
        <translation>容器引擎等程序可能绕过它们在那里放了规则。</translation>
    </message>
    <message>
        <source>The firewall&apos;s rules could not be read</source>
        <translation>无法读取防火墙的规则</translation>
    </message>
    <message>
        <source>{0} listens at {1}, which is no address of this machine&apos;s networks</source>
        <translation>{0} 监听在 {1}，而这不是本机任何网络的地址</translation>
    </message>
    <message>
        <source>Nothing can be said of who reaches it.</source>
        <translation>无法判断谁能连到它。</translation>
    </message>
    <message>
        <source>{0} stays: node {1} answers there, though it is not among the nodes known here</source>
        <translation>{0} 保留：节点 {1} 在那里应答，尽管它不在这里已知的节点之中</translation>
    </message>
    <message>
        <source>{0} goes: no live node listens there, and none answers</source>
        <translation>{0} 去掉：没有存活的节点在那里监听，也没有应答</translation>
    </message>
    <message>
        <source>{0} stays, though no node answers there: without --redis only the nodes of this machine are known</source>
        <translation>{0} 保留，尽管没有节点在那里应答：不带 --redis 时只知道本机的节点</translation>
    </message>
    <message>
        <source>{0} goes: node {1} is dead, its lease is over</source>
        <translation>{0} 去掉：节点 {1} 已失效，租约已到期</translation>
    </message>
    <message>
        <source>{0} goes: node {1} drains</source>
        <translation>{0} 去掉：节点 {1} 正在排空</translation>
    </message>
    <message>
        <source>node {0} is left out: it listens for its own machine only ({1})</source>
        <translation>节点 {0} 不列入：它只对本机监听（{1}）</translation>
    </message>
    <message>
        <source>{0} ({1} of them run)</source>
        <translation>{0}（其中 {1} 个在运行）</translation>
    </message>
    <message>
        <source>{0} ({1} processors)</source>
        <translation>{0}（{1} 个处理器）</translation>
    </message>
    <message>
        <source>nginx has room for {0} devices, and {1} are expected</source>
        <translation>nginx 容得下 {0} 台设备，而预计有 {1} 台</translation>
    </message>
    <message>
        <source>worker_connections counts both sides, so that a device takes two. Who comes when it is full is cut, and tries again at once.</source>
        <translation>worker_connections 两侧都算，所以一台设备占两个。满了之后再来的会被切断，并立即重试。</translation>
    </message>
    <message>
        <source>In {0}, write: worker_connections {1};</source>
        <translation>在 {0} 中写：worker_connections {1};</translation>
    </message>
    <message>
        <source>In {0}, write: worker_rlimit_nofile {1};</source>
        <translation>在 {0} 中写：worker_rlimit_nofile {1};</translation>
    </message>
    <message>
        <source>How many files nginx&apos;s workers may open is not known</source>
        <translation>不知道 nginx 的工作进程可以打开多少文件</translation>
    </message>
    <message>
        <source>Each device takes two. Many systems allow 1024 unless nginx asks for more.</source>
        <translation>每台设备占两个。除非 nginx 另行要求，许多系统只允许 1024 个。</translation>
    </message>
    <message>
        <source>nginx asks for {0} open files, and the system allows {1}</source>
        <translation>nginx 要求打开 {0} 个文件，而系统只允许 {1} 个</translation>
    </message>
    <message>
        <source>The system refuses the whole wish, and nginx stays at the limit it was started with.</source>
        <translation>系统会拒绝整个要求，nginx 仍停留在启动时的限制。</translation>
    </message>
    <message>
        <source>Each worker of nginx may open {0} files, and needs {1} for the devices expected</source>
        <translation>nginx 的每个工作进程可以打开 {0} 个文件，而预计的设备需要 {1} 个</translation>
    </message>
    <message>
        <source>Each device takes two. When there are no more, devices are not accepted: they hang, and are told nothing.</source>
        <translation>每台设备占两个。用完之后设备不再被接受：它们会卡住，也得不到任何通知。</translation>
    </message>
    <message>
        <source>Each worker of nginx may open {0} files, and have {1} connections</source>
        <translation>nginx 的每个工作进程可以打开 {0} 个文件，却可以有 {1} 个连接</translation>
    </message>
    <message>
        <source>It runs out of files before it runs out of connections, and then accepts nobody and says nothing.</source>
        <translation>它在连接数用完之前就会用完文件，之后不再接受任何人，也不出声。</translation>
    </message>
    <message>
        <source>On Windows only one of nginx&apos;s {0} workers does any work</source>
        <translation>在 Windows 上，nginx 的 {0} 个工作进程中只有一个真正工作</translation>
    </message>
    <message>
        <source>So says nginx of its Windows build. The room of the others does not count, and the one has the work of all.</source>
        <translation>nginx 的 Windows 版本自己就是这样说明的。其他进程的容量不算数，全部工作都落在这一个上。</translation>
    </message>
    <message>
        <source>In {0}, write: worker_processes 1;</source>
        <translation>在 {0} 中写：worker_processes 1;</translation>
    </message>
    <message>
        <source>nginx for Windows does not start with {0} connections: select serves {1}</source>
        <translation>nginx for Windows 无法以 {0} 个连接启动：select 只能服务 {1} 个</translation>
    </message>
    <message>
        <source>nginx for Windows serves {0} devices at most: select knows {1} connections</source>
        <translation>nginx for Windows 最多服务 {0} 台设备：select 只认识 {1} 个连接</translation>
    </message>
    <message>
        <source>{0}: no use in the events block</source>
        <translation>{0}：events 块中没有 use</translation>
    </message>
    <message>
        <source>Its Windows build asks all connections by select, which has a limit that was built in, and a device takes two.</source>
        <translation>它的 Windows 版本用 select 询问所有连接，上限在编译时就定好了，而一台设备占两个。</translation>
    </message>
    <message>
        <source>In the events block at {0}, write: use poll;  For more than some thousand devices, run nginx on Linux.</source>
        <translation>在 {0} 的 events 块中写：use poll;  若有数千台以上的设备，请在 Linux 上运行 nginx。</translation>
    </message>
    <message>
        <source>nginx&apos;s configuration has no events block</source>
        <translation>nginx 的配置中没有 events 块</translation>
    </message>
    <message>
        <source>nginx does not start without one.</source>
        <translation>没有它 nginx 无法启动。</translation>
    </message>
    <message>
        <source>In {0}, outside of every block, write: events { worker_connections {1}; }</source>
        <translation>在 {0} 中，所有块之外，写：events { worker_connections {1}; }</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>地址已被占用</translation>
    </message>
    <message>
        <source>still could not bind</source>
        <translation>仍然无法绑定</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>nginx accepts {0} as it is</source>
        <translation>nginx 接受现在的 {0}</translation>
    </message>
    <message>
        <source>nginx refuses {0} as it is, before any change: nothing was touched</source>
        <translation>改动之前 nginx 就拒绝现在的 {0}：没有动任何内容</translation>
    </message>
    <message>
        <source>nginx accepts the changed configuration</source>
        <translation>nginx 接受改动后的配置</translation>
    </message>
    <message>
        <source>nginx refuses the changed configuration: nothing was touched</source>
        <translation>nginx 拒绝改动后的配置：没有动任何内容</translation>
    </message>
    <message>
        <source>{0} was changed by somebody else meanwhile: nothing was touched. Look at the difference again</source>
        <translation>{0} 在此期间被别人改过：没有动任何内容。请重新查看差异</translation>
    </message>
    <message>
        <source>{0} could not be written</source>
        <translation>无法写入 {0}</translation>
    </message>
    <message>
        <source>{0} is written</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>{0} is removed</source>
        <translation>已删除 {0}</translation>
    </message>
    <message>
        <source>nginx does not run: start it with {0} (or systemctl start nginx)</source>
        <translation>nginx 没有运行：用 {0} 启动（或 systemctl start nginx）</translation>
    </message>
    <message>
        <source>nginx&apos;s processes could not be seen</source>
        <translation>看不到 nginx 的进程</translation>
    </message>
    <message>
        <source>the reload could not be asked for: {0}</source>
        <translation>无法要求重新加载：{0}</translation>
    </message>
    <message>
        <source>nginx was told to reload</source>
        <translation>已通知 nginx 重新加载</translation>
    </message>
    <message>
        <source>no new worker came</source>
        <translation>没有出现新的工作进程</translation>
    </message>
    <message>
        <source>new workers took over (process {0})</source>
        <translation>新的工作进程已接手（进程 {0}）</translation>
    </message>
    <message>
        <source>new workers took over (process {0}); {1} old ones keep their connections until those end</source>
        <translation>新的工作进程已接手（进程 {0}）；{1} 个旧进程保持各自的连接，直到连接结束</translation>
    </message>
    <message>
        <source>an earlier worker still takes connections</source>
        <translation>较早的工作进程仍在接受连接</translation>
    </message>
    <message>
        <source>nginx did not take the new configuration: {0}</source>
        <translation>nginx 没有采用新配置：{0}</translation>
    </message>
    <message>
        <source>no probe was made: nothing listens for plain TCP connections that a program here could make</source>
        <translation>没有做探测：没有可供这里的程序连接的普通 TCP 监听</translation>
    </message>
    <message>
        <source>no backup could be made, so nothing was touched. Whoever changes nginx must be allowed to write in its folder: try it with sudo</source>
        <translation>无法做备份，因此没有动任何内容。改动 nginx 的人必须能在它的目录中写入：请用 sudo 试试</translation>
    </message>
    <message>
        <source>a backup is kept, to be taken back with linekeeper nginx rollback</source>
        <translation>已保留备份，可用 linekeeper nginx rollback 撤回</translation>
    </message>
    <message>
        <source>the backup is used up, and gone</source>
        <translation>备份已用掉并删除</translation>
    </message>
    <message>
        <source>{0} is as it was before</source>
        <translation>{0} 已恢复原样</translation>
    </message>
    <message>
        <source>{0} could not be restored: do it by hand from its backup</source>
        <translation>无法恢复 {0}：请手工从备份恢复</translation>
    </message>
    <message>
        <source>nginx could not be told to stop: {0}</source>
        <translation>无法通知 nginx 停止：{0}</translation>
    </message>
    <message>
        <source>nginx has ended</source>
        <translation>nginx 已结束</translation>
    </message>
    <message>
        <source>process {0} still runs</source>
        <translation>进程 {0} 仍在运行</translation>
    </message>
    <message>
        <source>Not looked at, as there is no nginx on this machine</source>
        <translation>未查看，因为本机没有 nginx</translation>
    </message>
    <message>
        <source>Not looked at, as nginx&apos;s configuration cannot be read</source>
        <translation>未查看，因为无法读取 nginx 的配置</translation>
    </message>
    <message>
        <source>nginx and its stream module</source>
        <translation>nginx 及其 stream 模块</translation>
    </message>
    <message>
        <source>nginx&apos;s configuration and its stream block</source>
        <translation>nginx 的配置及其 stream 块</translation>
    </message>
    <message>
        <source>The nodes that nginx knows, and how it chooses</source>
        <translation>nginx 所知的节点，以及它如何选择</translation>
    </message>
    <message>
        <source>How nginx treats devices&apos; connections</source>
        <translation>nginx 如何对待设备的连接</translation>
    </message>
    <message>
        <source>Room for devices in nginx</source>
        <translation>nginx 中容纳设备的空间</translation>
    </message>
    <message>
        <source>What a reload of nginx leaves behind</source>
        <translation>nginx 重新加载后的遗留</translation>
    </message>
    <message>
        <source>nginx&apos;s port for devices</source>
        <translation>nginx 供设备使用的端口</translation>
    </message>
    <message>
        <source>blocks are nested too deep</source>
        <translation>块嵌套过深</translation>
    </message>
    <message>
        <source>the included files are larger than 64 MiB together</source>
        <translation>包含的文件加起来超过 64 MiB</translation>
    </message>
    <message>
        <source>nginx&apos;s configuration cannot be read whole</source>
        <translation>无法完整读取 nginx 的配置</translation>
    </message>
    <message>
        <source>nginx&apos;s configuration is broken</source>
        <translation>nginx 的配置已损坏</translation>
    </message>
    <message>
        <source>nginx neither starts nor reloads with it. If it runs, it runs with what it read before.</source>
        <translation>用它 nginx 既不能启动也不能重新加载。如果 nginx 在运行，用的是之前读到的配置。</translation>
    </message>
    <message>
        <source>Mend the line that is named, then test.</source>
        <translation>修正指出的那一行，然后测试。</translation>
    </message>
    <message>
        <source>A file of nginx&apos;s configuration is not there</source>
        <translation>nginx 配置中的一个文件不存在</translation>
    </message>
    <message>
        <source>nginx neither starts nor reloads without it.</source>
        <translation>没有它 nginx 既不能启动也不能重新加载。</translation>
    </message>
    <message>
        <source>Restore the file, take its include out, or set nginx.config to the main file that is used.</source>
        <translation>恢复该文件、去掉对它的 include，或把 nginx.config 设为实际使用的主文件。</translation>
    </message>
    <message>
        <source>Run the check as a user who may read it, for example with sudo.</source>
        <translation>请以可以读取它的用户运行检查，例如用 sudo。</translation>
    </message>
    <message>
        <source>The stream block stands inside {0}; it must stand beside it</source>
        <translation>stream 块在 {0} 里面；它必须与之并列</translation>
    </message>
    <message>
        <source>nginx refuses the whole configuration: &quot;stream&quot; directive is not allowed here. It does not start, or runs on with the old one.</source>
        <translation>nginx 会拒绝整个配置：&quot;stream&quot; directive is not allowed here。它无法启动，或继续使用旧配置。</translation>
    </message>
    <message>
        <source>Cut the stream block out of {0} and put it at the top level of {1}, behind the } of {2}.</source>
        <translation>把 stream 块从 {0} 中剪出，放到 {1} 的顶层，在 {2} 的 } 之后。</translation>
    </message>
    <message>
        <source>{0} is included inside {1}, as conf.d and sites-enabled are</source>
        <translation>{0} 是在 {1} 里面被包含的，conf.d 和 sites-enabled 就是如此</translation>
    </message>
    <message>
        <source>Move {0} to a folder that is not included inside {1}, for example to /etc/nginx/stream.d/linekeeper.conf, and write at the end of {2}, outside of every block: include /etc/nginx/stream.d/*.conf;</source>
        <translation>把 {0} 移到不在 {1} 里面被包含的目录，例如 /etc/nginx/stream.d/linekeeper.conf，并在 {2} 末尾、所有块之外写：include /etc/nginx/stream.d/*.conf;</translation>
    </message>
    <message>
        <source>There is no stream block in nginx&apos;s configuration</source>
        <translation>nginx 的配置中没有 stream 块</translation>
    </message>
    <message>
        <source>{0} and the {1} files it includes</source>
        <translation>{0} 以及它包含的 {1} 个文件</translation>
    </message>
    <message>
        <source>nginx passes devices&apos; connections on only from a stream block.</source>
        <translation>nginx 只能从 stream 块转发设备的连接。</translation>
    </message>
    <message>
        <source>Write at the top level of {0}, beside http, with the port that devices use: {1}  (linekeeper nginx render writes it in full.)</source>
        <translation>在 {0} 的顶层，与 http 并列，写上以下内容，端口为设备使用的端口：{1}  （linekeeper nginx render 可写出完整内容。）</translation>
    </message>
    <message>
        <source>{0} is inside http, where it serves web requests only</source>
        <translation>{0} 在 http 里面，那里只处理网页请求</translation>
    </message>
    <message>
        <source>A variable decides where nginx sends devices, which cannot be followed here</source>
        <translation>nginx 把设备送往哪里由变量决定，在这里无法追踪</translation>
    </message>
    <message>
        <source>No server of the stream block sends devices to a node</source>
        <translation>stream 块中没有任何 server 把设备送往节点</translation>
    </message>
    <message>
        <source>Devices that connect to nginx reach no node.</source>
        <translation>连接到 nginx 的设备到不了任何节点。</translation>
    </message>
    <message>
        <source>Have these in the stream block at {0}, with the port that devices use: {1}  (linekeeper nginx render writes it in full.)</source>
        <translation>在 {0} 的 stream 块中写上以下内容，端口为设备使用的端口：{1}  （linekeeper nginx render 可写出完整内容。）</translation>
    </message>
    <message>
        <source>{0} begins with a byte order mark</source>
        <translation>{0} 以字节顺序标记开头</translation>
    </message>
    <message>
        <source>{0}: the bytes EF BB BF stand before {1}</source>
        <translation>{0}：{1} 之前有字节 EF BB BF</translation>
    </message>
    <message>
        <source>nginx takes the mark for a part of the first word, which it then does not know, and refuses the whole configuration.</source>
        <translation>nginx 把该标记当成第一个词的一部分，因而不认识这个词，并拒绝整个配置。</translation>
    </message>
    <message>
        <source>Save {0} as UTF-8 without BOM.</source>
        <translation>把 {0} 保存为不带 BOM 的 UTF-8。</translation>
    </message>
    <message>
        <source>nginx could not be asked to test its configuration</source>
        <translation>无法让 nginx 测试自己的配置</translation>
    </message>
    <message>
        <source>nginx refuses its configuration</source>
        <translation>nginx 拒绝自己的配置</translation>
    </message>
    <message>
        <source>It neither starts nor reloads with it; if it runs, it runs with the old.</source>
        <translation>用它既不能启动也不能重新加载；如果在运行，用的是旧配置。</translation>
    </message>
    <message>
        <source>Run the test as the user who starts nginx.</source>
        <translation>请以启动 nginx 的用户运行测试。</translation>
    </message>
    <message>
        <source>Mend the line that nginx names, then test again.</source>
        <translation>修正 nginx 指出的那一行，然后再测试。</translation>
    </message>
    <message>
        <source>nginx&apos;s configuration is sound, with stream at the top level</source>
        <translation>nginx 的配置正常，stream 位于顶层</translation>
    </message>
    <message>
        <source>In {0}, write: hash {1} consistent;</source>
        <translation>在 {0} 中写：hash {1} consistent;</translation>
    </message>
    <message>
        <source>nginx does not choose the node by the device&apos;s address</source>
        <translation>nginx 不是按设备的地址选择节点</translation>
    </message>
    <message>
        <source>{0}: upstream {1} has no hash</source>
        <translation>{0}：upstream {1} 没有 hash</translation>
    </message>
    <message>
        <source>A device that reconnects lands on another node each time: its old session must be taken over, and its commands looked for.</source>
        <translation>重新连接的设备每次落在不同的节点：旧会话要被接管，命令也要到处寻找它。</translation>
    </message>
    <message>
        <source>In the upstream block at {0}, write as its first line: hash {1} consistent;</source>
        <translation>在 {0} 的 upstream 块中，第一行写：hash {1} consistent;</translation>
    </message>
    <message>
        <source>nginx chooses the node by the address of the proxy before it</source>
        <translation>nginx 按它前面的代理的地址选择节点</translation>
    </message>
    <message>
        <source>Behind another proxy {0} is that proxy&apos;s address, so that all devices land on one node. What the proxy says of the device is in $proxy_protocol_addr.</source>
        <translation>在另一个代理之后，{0} 是那个代理的地址，因此所有设备都落在一个节点上。代理所说的设备地址在 $proxy_protocol_addr 中。</translation>
    </message>
    <message>
        <source>nginx chooses the node by {0}, which is always empty here</source>
        <translation>nginx 按 {0} 选择节点，而它在这里总是空的</translation>
    </message>
    <message>
        <source>No listen line says proxy_protocol, so nobody tells nginx that address, and all devices land on one node.</source>
        <translation>没有 listen 行写着 proxy_protocol，因此没有谁告诉 nginx 那个地址，所有设备都落在一个节点上。</translation>
    </message>
    <message>
        <source>nginx chooses the node by {0}, not by the device&apos;s address</source>
        <translation>nginx 按 {0} 而不是设备的地址选择节点</translation>
    </message>
    <message>
        <source>Only its address brings a device to the same node again. A port changes with each connection; what is the same for all devices brings all to one node.</source>
        <translation>只有设备的地址能把它带回同一个节点。端口每次连接都会变；对所有设备都相同的值会把它们全带到一个节点。</translation>
    </message>
    <message>
        <source>nginx&apos;s hash is not consistent</source>
        <translation>nginx 的哈希不是一致性哈希</translation>
    </message>
    <message>
        <source>When a node is added, taken out or fails, nearly every device&apos;s place changes, instead of that node&apos;s share alone. All of them move as they reconnect.</source>
        <translation>节点增加、撤下或失效时，几乎所有设备的位置都会变，而不只是那个节点的份额。它们重新连接时全都会换节点。</translation>
    </message>
    <message>
        <source>{0} is not set, so nginx takes {1}</source>
        <translation>没有设置 {0}，因此 nginx 取 {1}</translation>
    </message>
    <message>
        <source>{0}, outside of every block</source>
        <translation>{0}，在所有块之外</translation>
    </message>
    <message>
        <source>the {0} block at {1}</source>
        <translation>{1} 处的 {0} 块</translation>
    </message>
    <message>
        <source>Not looked at, as no server of a stream block sends devices to a node</source>
        <translation>未查看，因为 stream 块中没有 server 把设备送往节点</translation>
    </message>
    <message>
        <source>worker_shutdown_timeout is {0} ({1}): devices that are connected now are cut that long after the reload, all at once. Without it they stay until they leave by themselves</source>
        <translation>worker_shutdown_timeout 为 {0}（{1}）：现在连接着的设备会在重新加载后经过这么久同时被切断。不设置它，设备会一直留到自行离开</translation>
    </message>
    <message>
        <source>No device is dropped: the old workers keep their connections until those end by themselves, as worker_shutdown_timeout is not set. New connections go to the new workers</source>
        <translation>不会断开任何设备：没有设置 worker_shutdown_timeout，旧工作进程会保持各自的连接直到自行结束。新连接由新的工作进程接手</translation>
    </message>
    <message>
        <source>{0} workers of earlier reloads still hold connections; each reload adds to them</source>
        <translation>有 {0} 个先前重新加载留下的工作进程仍持有连接；每次重新加载都会增加</translation>
    </message>
    <message>
        <source>Of {0} devices connected now, {1} will be led to another node when they connect next</source>
        <translation>现在连接着的 {0} 台设备中，有 {1} 台下次连接时会被引到另一个节点</translation>
    </message>
    <message>
        <source>{0} devices are seen with this machine&apos;s own address, as nginx passes them on without the PROXY protocol: where those go next is not foretold</source>
        <translation>有 {0} 台设备显示为本机自己的地址，因为 nginx 转发时没有使用 PROXY 协议：它们下次去哪里无法预知</translation>
    </message>
    <message>
        <source>Start nothing: nginx does not run. Afterwards start it with: {0} (or systemctl start nginx)</source>
        <translation>不启动任何东西：nginx 没有运行。之后用 {0} 启动（或 systemctl start nginx）</translation>
    </message>
    <message>
        <source>Reload nginx with: {0}</source>
        <translation>用 {0} 重新加载 nginx</translation>
    </message>
    <message>
        <source>Watch that new workers come and the old ones take no more connections</source>
        <translation>确认新的工作进程出现，旧的不再接受连接</translation>
    </message>
    <message>
        <source>Connect to {0} as a device of the name linekeeper-probe-…, hear which node answers, and leave</source>
        <translation>以名为 linekeeper-probe-… 的设备连接 {0}，看是哪个节点应答，然后离开</translation>
    </message>
    <message>
        <source>Stop nginx (process {0}) at once with: {1}</source>
        <translation>用 {1} 立即停止 nginx（进程 {0}）</translation>
    </message>
    <message>
        <source>Every connection through it ends without a word. {0} devices are connected to the nodes now: those that came through this nginx are cut, and cannot come back before it is started again</source>
        <translation>经过它的所有连接都会无声结束。现在有 {0} 台设备连接在各节点上：其中经过此 nginx 的会被切断，并且在它重新启动之前无法回来</translation>
    </message>
    <message>
        <source>This nginx also serves the websites of {0}; they end with it</source>
        <translation>这个 nginx 还服务于 {0} 的网站；它们会一同停止</translation>
    </message>
    <message>
        <source>Start it again with: {0} (or systemctl start nginx)</source>
        <translation>用 {0} 重新启动（或 systemctl start nginx）</translation>
    </message>
    <message>
        <source>Test {0} with: {1}</source>
        <translation>用 {1} 测试 {0}</translation>
    </message>
    <message>
        <source>Test a copy of the configuration as it was before the change of {0} (UTC)</source>
        <translation>测试 {0}（UTC）那次改动之前的配置的副本</translation>
    </message>
    <message>
        <source>Restore {0}</source>
        <translation>恢复 {0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>删除 {0}</translation>
    </message>
    <message>
        <source>{0} was changed by somebody else since: that goes, too</source>
        <translation>此后 {0} 又被别人改过：那些改动也会丢失</translation>
    </message>
    <message>
        <source>Connect as a device where the restored configuration listens, and say which node answers</source>
        <translation>以设备身份连接恢复后的配置所监听的地址，并说明哪个节点应答</translation>
    </message>
    <message>
        <source>Test {0} as it is with: {1}</source>
        <translation>用 {1} 测试现在的 {0}</translation>
    </message>
    <message>
        <source>Test a copy of it with the change</source>
        <translation>测试它带有改动的副本</translation>
    </message>
    <message>
        <source>Keep a backup of {0}, and write it anew</source>
        <translation>保留 {0} 的备份，然后重新写入</translation>
    </message>
    <message>
        <source>Write the new file {0}</source>
        <translation>写入新文件 {0}</translation>
    </message>
    <message>
        <source>Take all of it back if one of these fails</source>
        <translation>其中任何一步失败，就全部撤回</translation>
    </message>
    <message>
        <source>The server of stream at {0} stays as it is: nothing it leads to is a node. If it is the devices&apos; way, name its address in nginx.listen</source>
        <translation>{0} 处的 stream server 保持不变：它通向的都不是节点。如果它就是设备的入口，请在 nginx.listen 中写明它的地址</translation>
    </message>
    <message>
        <source>Nobody takes connections at {0}, where nginx should listen</source>
        <translation>{0} 处没有谁接受连接，而 nginx 应该在那里监听</translation>
    </message>
    <message>
        <source>connecting to {0}: {1}</source>
        <translation>连接 {0}：{1}</translation>
    </message>
    <message>
        <source>No device gets in there.</source>
        <translation>没有设备能从那里进来。</translation>
    </message>
    <message>
        <source>Test and reload nginx, so that it listens there. If it does not run, start it.</source>
        <translation>测试并重新加载 nginx，让它在那里监听。如果没有运行，请启动它。</translation>
    </message>
    <message>
        <source>Connections to {0}, where nginx should listen, get no answer</source>
        <translation>连接 {0} 没有回应，而 nginx 应该在那里监听</translation>
    </message>
    <message>
        <source>A firewall of this machine drops them, or nginx accepts no more: look at its error log and at the firewall&apos;s rules.</source>
        <translation>本机的防火墙丢弃了连接，或 nginx 不再接受：请查看它的错误日志和防火墙规则。</translation>
    </message>
    <message>
        <source>{0}, where nginx should listen, is no address of this machine</source>
        <translation>nginx 应该监听的 {0} 不是本机的地址</translation>
    </message>
    <message>
        <source>In {0}, write an address of this machine, or the port alone: listen {1};</source>
        <translation>在 {0} 中写本机的地址，或只写端口：listen {1};</translation>
    </message>
    <message>
        <source>{0} takes connections</source>
        <translation>{0} 接受连接</translation>
    </message>
    <message>
        <source>connected in {0} µs</source>
        <translation>连接用时 {0} µs</translation>
    </message>
    <message>
        <source>nginx and the node {0} want the same port {1}</source>
        <translation>nginx 和节点 {0} 想用同一个端口 {1}</translation>
    </message>
    <message>
        <source>the node listens at {0}</source>
        <translation>节点监听在 {0}</translation>
    </message>
    <message>
        <source>Only one of them gets it: devices go past nginx, or the node does not start.</source>
        <translation>只有一方能得到它：要么设备绕过 nginx，要么节点无法启动。</translation>
    </message>
    <message>
        <source>Let nginx have the port that devices know, and the node another, for loopback only: node.listen = 127.0.0.1:{0}, and the same in nginx&apos;s upstream.</source>
        <translation>把设备所知的端口留给 nginx，节点另用一个，只对回环：node.listen = 127.0.0.1:{0}，nginx 的 upstream 中也写同样的地址。</translation>
    </message>
    <message>
        <source>Not looked at, as no server of a stream block listens for devices at a port</source>
        <translation>未查看，因为 stream 块中没有 server 在某个端口上监听设备</translation>
    </message>
    <message>
        <source>nginx: worker process</source>
        <translation>nginx: worker process</translation>
    </message>
    <message>
        <source>is shutting down</source>
        <translation>is shutting down</translation>
    </message>
    <message>
        <source>ExecutablePath</source>
        <translation>ExecutablePath</translation>
    </message>
    <message>
        <source>CommandLine</source>
        <translation>CommandLine</translation>
    </message>
    <message>
        <source>Devices hold TCP connections with a protocol of their own. nginx passes those on by its stream module only; http cannot carry them.</source>
        <translation>设备以自有协议保持 TCP 连接。nginx 只能通过 stream 模块转发它们；http 做不到。</translation>
    </message>
    <message>
        <source>There is no nginx at {0}</source>
        <translation>{0} 处没有 nginx</translation>
    </message>
    <message>
        <source>nginx.binary = {0}</source>
        <translation>nginx.binary = {0}</translation>
    </message>
    <message>
        <source>nginx cannot be checked, tested or reloaded.</source>
        <translation>无法检查、测试或重新加载 nginx。</translation>
    </message>
    <message>
        <source>Set nginx.binary to the path of nginx, or empty it to have nginx looked for.</source>
        <translation>把 nginx.binary 设为 nginx 的路径，或清空它以便自动查找。</translation>
    </message>
    <message>
        <source>looked for in PATH, in the usual folders, and among the processes that run</source>
        <translation>已在 PATH、常用目录和正在运行的进程中查找</translation>
    </message>
    <message>
        <source>processes: {0}</source>
        <translation>进程：{0}</translation>
    </message>
    <message>
        <source>No nginx was found on this machine</source>
        <translation>本机上没有找到 nginx</translation>
    </message>
    <message>
        <source>With several nodes, something must spread devices over them, the same device to the same node. If nginx is on another machine, check there.</source>
        <translation>有多个节点时，必须有东西把设备分散到各节点，并让同一设备总去同一节点。如果 nginx 在另一台机器上，请在那里检查。</translation>
    </message>
    <message>
        <source>Unpack nginx for Windows from nginx.org to C:\nginx, or set nginx.binary to its path.</source>
        <translation>把 nginx.org 的 nginx for Windows 解压到 C:\nginx，或把 nginx.binary 设为它的路径。</translation>
    </message>
    <message>
        <source>Install nginx with its stream module, or set nginx.binary to its path.</source>
        <translation>安装带 stream 模块的 nginx，或把 nginx.binary 设为它的路径。</translation>
    </message>
    <message>
        <source>{0} does not say its version</source>
        <translation>{0} 没有说明自己的版本</translation>
    </message>
    <message>
        <source>What cannot be started cannot be tested or reloaded either.</source>
        <translation>无法启动的程序，也无法测试或重新加载。</translation>
    </message>
    <message>
        <source>Set nginx.binary to the nginx that serves, and run this to see what it says.</source>
        <translation>把 nginx.binary 设为实际提供服务的 nginx，并运行以下命令看它说什么。</translation>
    </message>
    <message>
        <source>{0} was built without the stream module</source>
        <translation>{0} 编译时没有带 stream 模块</translation>
    </message>
    <message>
        <source>{0} -V: {1}, without --with-stream</source>
        <translation>{0} -V：{1}，没有 --with-stream</translation>
    </message>
    <message>
        <source>Install an nginx that has it: Debian&apos;s package nginx with libnginx-mod-stream, or nginx.org&apos;s own packages. If you build it yourself, configure it --with-stream.</source>
        <translation>安装带有它的 nginx：Debian 的 nginx 包加 libnginx-mod-stream，或 nginx.org 自己的包。若自行编译，请用 --with-stream 配置。</translation>
    </message>
    <message>
        <source>nginx&apos;s stream module is not loaded</source>
        <translation>没有加载 nginx 的 stream 模块</translation>
    </message>
    <message>
        <source>{0} -V: --with-stream=dynamic</source>
        <translation>{0} -V：--with-stream=dynamic</translation>
    </message>
    <message>
        <source>no load_module of {0} in {1} or what it includes</source>
        <translation>{1} 及其包含的文件中没有加载 {0} 的 load_module</translation>
    </message>
    <message>
        <source>Install Debian&apos;s package libnginx-mod-stream, which loads the module from /etc/nginx/modules-enabled. If your nginx.conf does not include that folder, write as its first line: load_module {0};</source>
        <translation>安装 Debian 的 libnginx-mod-stream 包，它会从 /etc/nginx/modules-enabled 加载该模块。如果您的 nginx.conf 没有包含该目录，请在第一行写：load_module {0};</translation>
    </message>
    <message>
        <source>The module is there (Debian&apos;s package libnginx-mod-stream). Write as the first line of {0}: load_module {1};</source>
        <translation>模块已经有了（Debian 的 libnginx-mod-stream 包）。在 {0} 的第一行写：load_module {1};</translation>
    </message>
    <message>
        <source>The stream module that is loaded is not there: {0}</source>
        <translation>所加载的 stream 模块不存在：{0}</translation>
    </message>
    <message>
        <source>nginx does not start with a module that it cannot open.</source>
        <translation>nginx 打不开某个模块时无法启动。</translation>
    </message>
    <message>
        <source>Install Debian&apos;s package libnginx-mod-stream, or name the module&apos;s whole path in {0}.</source>
        <translation>安装 Debian 的 libnginx-mod-stream 包，或在 {0} 中写明模块的完整路径。</translation>
    </message>
    <message>
        <source>{0} was started {1} times</source>
        <translation>{0} 被启动了 {1} 次</translation>
    </message>
    <message>
        <source>Reload and stop reach the last one only. The others serve on with what they read when they were started, and devices land on any of them.</source>
        <translation>重新加载和停止只能作用于最后一个。其他的继续以启动时读到的配置提供服务，设备会落在其中任意一个上。</translation>
    </message>
    <message>
        <source>End all of them, which cuts their devices, then start one.</source>
        <translation>结束全部 nginx（这会切断它们的设备），然后启动一个。</translation>
    </message>
    <message>
        <source>process {0}, {1} s old</source>
        <translation>进程 {0}，已运行 {1} 秒</translation>
    </message>
    <message>
        <source>Whether nginx runs could not be seen</source>
        <translation>看不到 nginx 是否在运行</translation>
    </message>
    <message>
        <source>nginx does not run with {0}</source>
        <translation>没有以 {0} 运行的 nginx</translation>
    </message>
    <message>
        <source>No device reaches a node through it.</source>
        <translation>没有设备能通过它到达节点。</translation>
    </message>
    <message>
        <source>Start it.</source>
        <translation>启动它。</translation>
    </message>
    <message>
        <source>process {0} is an nginx with {1}</source>
        <translation>进程 {0} 是使用 {1} 的 nginx</translation>
    </message>
    <message>
        <source>its built-in configuration file</source>
        <translation>其内置的配置文件</translation>
    </message>
    <message>
        <source>there is no nginx among the processes</source>
        <translation>进程中没有 nginx</translation>
    </message>
    <message>
        <source>{0} is too old: stream came with nginx 1.9</source>
        <translation>{0} 太旧：stream 从 nginx 1.9 开始才有</translation>
    </message>
    <message>
        <source>Install a newer nginx with its stream module.</source>
        <translation>安装较新的、带 stream 模块的 nginx。</translation>
    </message>
    <message>
        <source>{0} runs, with its stream module</source>
        <translation>{0} 正在运行，并带有 stream 模块</translation>
    </message>
    <message>
        <source>{0}, process {1}</source>
        <translation>{0}，进程 {1}</translation>
    </message>
    <message>
        <source>there is another nginx at {0}</source>
        <translation>{0} 处还有另一个 nginx</translation>
    </message>
    <message>
        <source>The node does not let nginx speak for devices</source>
        <translation>节点不让 nginx 代设备说明地址</translation>
    </message>
    <message>
        <source>{0}: server {1}</source>
        <translation>{0}：server {1}</translation>
    </message>
    <message>
        <source>nginx comes from {0}; node.proxy-trusted = {1}</source>
        <translation>nginx 来自 {0}；node.proxy-trusted = {1}</translation>
    </message>
    <message>
        <source>A PROXY header from an address that is not trusted is refused, and the device with it.</source>
        <translation>来自不受信任地址的 PROXY 头会被拒绝，设备也随之被拒绝。</translation>
    </message>
    <message>
        <source>Set on every node: node.proxy-trusted = {0}, {1}</source>
        <translation>在每个节点上设置：node.proxy-trusted = {0}, {1}</translation>
    </message>
    <message>
        <source>node.proxy-protocol = {0}</source>
        <translation>node.proxy-protocol = {0}</translation>
    </message>
    <message>
        <source>nginx says the device&apos;s address first, which the node does not expect</source>
        <translation>nginx 会先说明设备的地址，而节点没有准备接收</translation>
    </message>
    <message>
        <source>The node takes the PROXY header for a broken frame and closes every device at once.</source>
        <translation>节点会把 PROXY 头当成损坏的帧，并立即关闭每台设备。</translation>
    </message>
    <message>
        <source>Set node.proxy-protocol = optional on every node, or, in {0}, write: proxy_protocol off;</source>
        <translation>在每个节点上设置 node.proxy-protocol = optional，或在 {0} 中写：proxy_protocol off;</translation>
    </message>
    <message>
        <source>The node waits for the device&apos;s address, which nginx does not say</source>
        <translation>节点在等待设备的地址，而 nginx 没有说明</translation>
    </message>
    <message>
        <source>The node closes every device that comes through nginx, as its PROXY header is missing.</source>
        <translation>节点会关闭每台经过 nginx 的设备，因为缺少 PROXY 头。</translation>
    </message>
    <message>
        <source>In {0}, write: proxy_protocol on;</source>
        <translation>在 {0} 中写：proxy_protocol on;</translation>
    </message>
    <message>
        <source>The node&apos;s limit for one address counts all of nginx&apos;s devices as one</source>
        <translation>节点的单地址限制把 nginx 的所有设备算成一个</translation>
    </message>
    <message>
        <source>node.max-connections-per-address = {0}</source>
        <translation>node.max-connections-per-address = {0}</translation>
    </message>
    <message>
        <source>To the node all devices come from nginx&apos;s address, so that they are turned away from the limit on.</source>
        <translation>在节点看来所有设备都来自 nginx 的地址，因此超过限制后它们会被拒绝。</translation>
    </message>
    <message>
        <source>Set node.proxy-protocol = required on every node, and in {0} write: proxy_protocol on;  Or set node.max-connections-per-address = 0.</source>
        <translation>在每个节点上设置 node.proxy-protocol = required，并在 {0} 中写：proxy_protocol on;  或设置 node.max-connections-per-address = 0。</translation>
    </message>
    <message>
        <source>After a reload nginx&apos;s old workers stay until their last device is gone</source>
        <translation>重新加载之后，nginx 的旧工作进程会一直留到最后一台设备离开</translation>
    </message>
    <message>
        <source>{0}: no worker_shutdown_timeout</source>
        <translation>{0}：没有 worker_shutdown_timeout</translation>
    </message>
    <message>
        <source>Devices hold their connections for days. Each reload leaves another set of workers, with their memory, their descriptors, and the list of nodes of their day.</source>
        <translation>设备的连接会保持数天。每次重新加载都会留下一批工作进程，连同它们的内存、描述符和当时的节点清单。</translation>
    </message>
    <message>
        <source>In {0}, outside of every block, write: worker_shutdown_timeout 10m;</source>
        <translation>在 {0} 中，所有块之外，写：worker_shutdown_timeout 10m;</translation>
    </message>
    <message>
        <source>{0} after a reload nginx cuts all devices at once</source>
        <translation>重新加载 {0} 后，nginx 会同时切断所有设备</translation>
    </message>
    <message>
        <source>All of them reconnect in the same moment, at every reload.</source>
        <translation>每次重新加载，它们都会在同一时刻重新连接。</translation>
    </message>
    <message>
        <source>In {0}, write: worker_shutdown_timeout 10m;</source>
        <translation>在 {0} 中写：worker_shutdown_timeout 10m;</translation>
    </message>
    <message>
        <source>{0} old workers of nginx still drain after a reload, for {1} s at least</source>
        <translation>nginx 有 {0} 个旧工作进程在重新加载后仍在排空，至少已有 {1} 秒</translation>
    </message>
    <message>
        <source>process {0}, {1} s old: nginx: worker process is shutting down</source>
        <translation>进程 {0}，已运行 {1} 秒：nginx: worker process is shutting down</translation>
    </message>
    <message>
        <source>Their devices stay with the old list of nodes, whatever the configuration says now, until they disconnect by themselves.</source>
        <translation>不论现在的配置怎么写，它们的设备都沿用旧的节点清单，直到自行断开。</translation>
    </message>
    <message>
        <source>Write worker_shutdown_timeout 10m; outside of every block, for reloads to come. To end these now, which cuts their devices (they reconnect to the new workers):</source>
        <translation>为以后的重新加载，在所有块之外写 worker_shutdown_timeout 10m;。现在就结束这些进程（会切断它们的设备，设备会重新连接到新的工作进程）：</translation>
    </message>
    <message>
        <source>Whether old workers of nginx still drain could not be seen</source>
        <translation>看不到 nginx 的旧工作进程是否仍在排空</translation>
    </message>
    <message>
        <source>A reload of nginx leaves nothing behind for long</source>
        <translation>nginx 重新加载后不会长期留下什么</translation>
    </message>
    <message>
        <source>no old worker drains</source>
        <translation>没有旧工作进程在排空</translation>
    </message>
    <message>
        <source>nginx cuts devices that are silent for {0}</source>
        <translation>nginx 会切断沉默 {0}的设备</translation>
    </message>
    <message>
        <source>node.keepalive-max = {0}: a device may be silent for that long, and for half as long again</source>
        <translation>node.keepalive-max = {0}：设备可以沉默这么久，再加上一半</translation>
    </message>
    <message>
        <source>proxy_timeout must be above 1.5 × keepalive-max. Otherwise healthy devices that have nothing to say are cut, and neither they nor the node are told why.</source>
        <translation>proxy_timeout 必须大于 1.5 × keepalive-max。否则没有数据要发的正常设备会被切断，而设备和节点都不知道原因。</translation>
    </message>
    <message>
        <source>In {0}, write: proxy_timeout {1};</source>
        <translation>在 {0} 中写：proxy_timeout {1};</translation>
    </message>
    <message>
        <source>nginx waits {0} for a dead node before it tries the next</source>
        <translation>nginx 等待失效的节点 {0} 才尝试下一个</translation>
    </message>
    <message>
        <source>nginx gives a node only {0} to take a connection</source>
        <translation>nginx 只给节点 {0} 来接受连接</translation>
    </message>
    <message>
        <source>A node whose machine is gone answers nothing at all. Its devices are held up for that long, and most give up before.</source>
        <translation>机器已经不在的节点不会有任何回应。它的设备会被拖住这么久，多数在此之前就放弃了。</translation>
    </message>
    <message>
        <source>A node that is busy for a moment, as after a restart, counts as dead, and its devices are sent to others.</source>
        <translation>节点一时繁忙（例如刚重新启动）就会被当成失效，它的设备被送往别处。</translation>
    </message>
    <message>
        <source>In {0}, write: proxy_connect_timeout 2s;</source>
        <translation>在 {0} 中写：proxy_connect_timeout 2s;</translation>
    </message>
    <message>
        <source>nginx tries no other node when one does not answer</source>
        <translation>一个节点没有应答时，nginx 不会尝试其他节点</translation>
    </message>
    <message>
        <source>While a node is down, the devices whose place it is are turned away.</source>
        <translation>节点停机期间，归它的设备会被拒绝。</translation>
    </message>
    <message>
        <source>In {0}, write: proxy_next_upstream on;</source>
        <translation>在 {0} 中写：proxy_next_upstream on;</translation>
    </message>
    <message>
        <source>nginx does not notice devices that vanish: no so_keepalive on listen {0}</source>
        <translation>nginx 察觉不到消失的设备：listen {0} 没有 so_keepalive</translation>
    </message>
    <message>
        <source>A device that loses its power or its network says nothing. TCP&apos;s own probes free its connection, and what NAT knows of it stays alive.</source>
        <translation>设备断电或断网时不会出声。TCP 自己的探测会释放它的连接，也让 NAT 的记录保持有效。</translation>
    </message>
    <message>
        <source>In {0}, write: listen {1} {2};</source>
        <translation>在 {0} 中写：listen {1} {2};</translation>
    </message>
    <message>
        <source>nginx leaves silent devices alone, and leaves dead nodes soon</source>
        <translation>nginx 不打扰沉默的设备，并会很快离开失效的节点</translation>
    </message>
    <message>
        <source>nginx does not know the node {0}</source>
        <translation>nginx 不知道节点 {0}</translation>
    </message>
    <message>
        <source>{0}: upstream {1} has no server line for it</source>
        <translation>{0}：upstream {1} 中没有它的 server 行</translation>
    </message>
    <message>
        <source>It gets no device, and the others carry its share.</source>
        <translation>它得不到设备，它的份额由其他节点承担。</translation>
    </message>
    <message>
        <source>In the upstream block at {0}, write: server {1} max_fails=1 fail_timeout=10s;</source>
        <translation>在 {0} 的 upstream 块中写：server {1} max_fails=1 fail_timeout=10s;</translation>
    </message>
    <message>
        <source>Write an upstream block with server {1}; and server {2}; in it, and its name behind proxy_pass in {0}.</source>
        <translation>写一个 upstream 块，其中有 server {1}; 和 server {2};，并在 {0} 的 proxy_pass 后面写上它的名字。</translation>
    </message>
    <message>
        <source>nginx sends devices to {0}, whose node {1} is dead</source>
        <translation>nginx 把设备送往 {0}，而那里的节点 {1} 已失效</translation>
    </message>
    <message>
        <source>nginx sends devices to {0}, where no live node is</source>
        <translation>nginx 把设备送往 {0}，而那里没有存活的节点</translation>
    </message>
    <message>
        <source>Its share of the devices is tried there first. Each waits up to proxy_connect_timeout before another node is tried.</source>
        <translation>它那一份设备会先去那里尝试。每台都要等上 proxy_connect_timeout 才会尝试另一个节点。</translation>
    </message>
    <message>
        <source>Take the line at {0} out, or write down behind its address until the node is back: {1}</source>
        <translation>去掉 {0} 处的那一行，或在地址后面写 down，直到节点恢复：{1}</translation>
    </message>
    <message>
        <source>nginx still sends devices to {0}, whose node {1} drains</source>
        <translation>nginx 仍把设备送往 {0}，而那里的节点 {1} 正在排空</translation>
    </message>
    <message>
        <source>The node closes each device, nginx sends it to the same node again by its address, and so on until the node is gone.</source>
        <translation>节点关闭每台设备，nginx 又按地址把它送回同一节点，如此反复，直到节点消失。</translation>
    </message>
    <message>
        <source>In {0}, write: {1}</source>
        <translation>在 {0} 中写：{1}</translation>
    </message>
    <message>
        <source>The node {0} lives, but is marked down in nginx</source>
        <translation>节点 {0} 存活，但在 nginx 中标记为 down</translation>
    </message>
    <message>
        <source>Take the word down out of {0}.</source>
        <translation>从 {0} 中去掉 down 一词。</translation>
    </message>
    <message>
        <source>In {0}, write: server {1} {2};</source>
        <translation>在 {0} 中写：server {1} {2};</translation>
    </message>
    <message>
        <source>nginx never skips {0} when it is dead: max_fails=0</source>
        <translation>{0} 失效时 nginx 从不跳过它：max_fails=0</translation>
    </message>
    <message>
        <source>Every device whose place it is waits for proxy_connect_timeout, again and again.</source>
        <translation>归它的每台设备都要一次又一次地等待 proxy_connect_timeout。</translation>
    </message>
    <message>
        <source>nginx skips {0} only after {1} failures</source>
        <translation>{0} 要失败 {1} 次后 nginx 才跳过它</translation>
    </message>
    <message>
        <source>Until then every device whose place it is waits for proxy_connect_timeout.</source>
        <translation>在此之前，归它的每台设备都要等待 proxy_connect_timeout。</translation>
    </message>
    <message>
        <source>nginx forgets at once that {0} is dead: fail_timeout={1}</source>
        <translation>nginx 会立即忘记 {0} 已失效：fail_timeout={1}</translation>
    </message>
    <message>
        <source>A dead node is then tried for nearly every device whose place it is.</source>
        <translation>于是几乎每台归它的设备都会再去尝试失效的节点。</translation>
    </message>
    <message>
        <source>nginx keeps away from {0} for {1} after a failure</source>
        <translation>{0} 失败一次后，nginx 会避开它 {1}</translation>
    </message>
    <message>
        <source>A node that was restarted gets no device for so long, and the others carry its share.</source>
        <translation>重新启动后的节点在这段时间内得不到设备，它的份额由其他节点承担。</translation>
    </message>
    <message>
        <source>{0} gets {1} times the devices of {2}</source>
        <translation>{0} 得到的设备是 {2} 的 {1} 倍</translation>
    </message>
    <message>
        <source>When the heavy node fails, the light ones get far more than they were measured for.</source>
        <translation>权重大的节点失效时，权重小的节点会得到远超其承受能力的设备。</translation>
    </message>
    <message>
        <source>Give weights by the nodes&apos; cores, for example 1 to 4, in {0} and {1}.</source>
        <translation>在 {0} 和 {1} 中按节点的核数分配权重，例如 1 到 4。</translation>
    </message>
    <message>
        <source>The weights of upstream {0} make {1} points on its hash ring</source>
        <translation>upstream {0} 的权重在哈希环上产生 {1} 个点</translation>
    </message>
    <message>
        <source>{0}: {1} in all</source>
        <translation>{0}：共 {1}</translation>
    </message>
    <message>
        <source>nginx makes 160 points for each unit of weight, in every worker and at every reload. Only the ratio of weights counts.</source>
        <translation>每单位权重 nginx 会产生 160 个点，每个工作进程、每次重新加载都是如此。只有权重的比例有意义。</translation>
    </message>
    <message>
        <source>Divide the weights in the upstream block at {0} by a common number.</source>
        <translation>把 {0} 的 upstream 块中的权重同除以一个公约数。</translation>
    </message>
    <message>
        <source>No node is known here, so nginx&apos;s list of nodes cannot be compared</source>
        <translation>这里没有已知的节点，因此无法比对 nginx 的节点清单</translation>
    </message>
    <message>
        <source>{0}: upstream {1}, {2} servers</source>
        <translation>{0}：upstream {1}，{2} 个服务器</translation>
    </message>
    <message>
        <source>Which node {0} is cannot be told, as it is a name</source>
        <translation>无法判断 {0} 是哪个节点，因为它是一个名称</translation>
    </message>
    <message>
        <source>nginx looks names up once, when it starts or reloads.</source>
        <translation>nginx 只在启动或重新加载时查一次名称。</translation>
    </message>
    <message>
        <source>Write the node&apos;s address instead, in {0}.</source>
        <translation>请在 {0} 中改写为节点的地址。</translation>
    </message>
    <message>
        <source>Upstream {0} has a single server, for which nginx ignores weight, max_fails and fail_timeout</source>
        <translation>upstream {0} 只有一个服务器，此时 nginx 会忽略 weight、max_fails 和 fail_timeout</translation>
    </message>
    <message>
        <source>nginx knows every live node, and sends a device to the same one each time</source>
        <translation>nginx 知道每个存活的节点，并且每次把同一设备送往同一节点</translation>
    </message>
    <message>
        <source>only a probe</source>
        <translation>只是一次探测</translation>
    </message>
    <message>
        <source>{0} listens on {1}</source>
        <translation>{0} 监听在 {1}</translation>
    </message>
    <message>
        <source>a program that this user may not see</source>
        <translation>当前用户看不到的程序</translation>
    </message>
    <message>
        <source>{0}, process {1}, listens on {2}</source>
        <translation>{0}，进程 {1}，监听在 {2}</translation>
    </message>
    <message>
        <source>Ports that this program and nginx listen on</source>
        <translation>本程序和 nginx 监听的端口</translation>
    </message>
    <message>
        <source>The settings ask for no port on this machine</source>
        <translation>设置没有要求使用本机的端口</translation>
    </message>
    <message>
        <source>Who listens on this machine could not be seen</source>
        <translation>看不到本机上谁在监听</translation>
    </message>
    <message>
        <source>Install the program ss, and look again.</source>
        <translation>安装 ss 程序，然后重新查看。</translation>
    </message>
    <message>
        <source>{0} is free</source>
        <translation>{0} 空闲</translation>
    </message>
    <message>
        <source>{0}: nobody listens on it</source>
        <translation>{0}：没有谁在监听</translation>
    </message>
    <message>
        <source>{0} is held by {1}, as it should be</source>
        <translation>{0} 由 {1} 占用，本该如此</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>另一个程序</translation>
    </message>
    <message>
        <source>{0} is taken by {1}</source>
        <translation>{0} 被 {1} 占用</translation>
    </message>
    <message>
        <source>{0} asks for it</source>
        <translation>{0} 要用它</translation>
    </message>
    <message>
        <source>nginx cannot bind it and does not start, or a reload changes nothing.</source>
        <translation>nginx 无法绑定它，因而无法启动，或者重新加载后没有任何变化。</translation>
    </message>
    <message>
        <source>End {0}, or give nginx another port with nginx.listen, and devices too.</source>
        <translation>结束 {0}，或用 nginx.listen 给 nginx 换一个端口，并告知设备。</translation>
    </message>
    <message>
        <source>The node cannot listen there, and ends as it starts: no device gets in.</source>
        <translation>节点无法在那里监听，一启动就会结束：没有设备能进来。</translation>
    </message>
    <message>
        <source>nginx and the node need a port each: devices connect to nginx&apos;s port, nginx to the node&apos;s. Give the node another one and name it in nginx&apos;s upstream.</source>
        <translation>nginx 和节点各需要一个端口：设备连接 nginx 的端口，nginx 连接节点的端口。给节点换一个，并写进 nginx 的 upstream。</translation>
    </message>
    <message>
        <source>End {0}, or let the node listen elsewhere.</source>
        <translation>结束 {0}，或让节点监听别处。</translation>
    </message>
    <message>
        <source>{0} is among the ports that outgoing connections draw from</source>
        <translation>{0} 在外出连接随机取用的端口之中</translation>
    </message>
    <message>
        <source>{0}: {1} to {2}</source>
        <translation>{0}：{1} 到 {2}</translation>
    </message>
    <message>
        <source>After a restart an outgoing connection may hold the port already, and the listener can&apos;t come back until that ends.</source>
        <translation>重新启动后，该端口可能已被某个外出连接占用，在它结束之前无法恢复监听。</translation>
    </message>
    <message>
        <source>Keep the port out of that range, or choose one below {0}.</source>
        <translation>把该端口从范围中排除，或选择小于 {0} 的端口。</translation>
    </message>
    <message>
        <source>{0} is below {1}, where only root may listen</source>
        <translation>{0} 小于 {1}，那里只有 root 可以监听</translation>
    </message>
    <message>
        <source>A node of an ordinary user ends as it starts.</source>
        <translation>普通用户的节点一启动就会结束。</translation>
    </message>
    <message>
        <source>Choose a port of {0} or above, or give the program the right.</source>
        <translation>选择 {0} 或以上的端口，或授予程序此权限。</translation>
    </message>
    <message>
        <source>{0}: node {1} welcomed the probe</source>
        <translation>{0}：节点 {1} 接纳了探测</translation>
    </message>
    <message>
        <source>{0}: a node answered CLOSE {1} ({2}): {3}</source>
        <translation>{0}：有节点应答 CLOSE {1}（{2}）：{3}</translation>
    </message>
    <message>
        <source>{0}: what answers is no Linekeeper node: {1}</source>
        <translation>{0}：应答的不是 Linekeeper 节点：{1}</translation>
    </message>
    <message>
        <source>{0}: refused ({1})</source>
        <translation>{0}：被拒绝（{1}）</translation>
    </message>
    <message>
        <source>{0}: no answer to the attempt to connect</source>
        <translation>{0}：尝试连接没有回应</translation>
    </message>
    <message>
        <source>{0}: not reachable ({1})</source>
        <translation>{0}：不可达（{1}）</translation>
    </message>
    <message>
        <source>{0}: connected, and no WELCOME came ({1})</source>
        <translation>{0}：已连接，但没有收到 WELCOME（{1}）</translation>
    </message>
    <message>
        <source>{0}: connected, and closed without a WELCOME</source>
        <translation>{0}：已连接，但没有 WELCOME 就被关闭</translation>
    </message>
    <message>
        <source>{0}: connected, and reset without a WELCOME ({1})</source>
        <translation>{0}：已连接，但没有 WELCOME 就被重置（{1}）</translation>
    </message>
    <message>
        <source>nginx.listen = {0}</source>
        <translation>nginx.listen = {0}</translation>
    </message>
    <message>
        <source>node {0} listens on {1}</source>
        <translation>节点 {0} 监听在 {1}</translation>
    </message>
    <message>
        <source>There is no entrance on this machine to try</source>
        <translation>本机上没有可以试走的入口</translation>
    </message>
    <message>
        <source>no node runs here, and no nginx is known to lead to one</source>
        <translation>这里没有节点在运行，也不知道有 nginx 通向节点</translation>
    </message>
    <message>
        <source>Start a node, or say in nginx.listen where nginx takes devices.</source>
        <translation>启动一个节点，或在 nginx.listen 中说明 nginx 在哪里接纳设备。</translation>
    </message>
    <message>
        <source>{0} at {1} wants TLS, which the probe does not speak</source>
        <translation>{1} 处的 {0} 要求 TLS，而探测不会</translation>
    </message>
    <message>
        <source>a firewall may still treat other machines differently; to be sure, from another one: linekeeper simulate --target {0} --devices 1 --seconds 5</source>
        <translation>防火墙对其他机器的做法可能不同；要确定，请从另一台机器运行：linekeeper simulate --target {0} --devices 1 --seconds 5</translation>
    </message>
    <message>
        <source>A device gets to node {0} through nginx at {1}</source>
        <translation>设备可以经 {1} 处的 nginx 到达节点 {0}</translation>
    </message>
    <message>
        <source>A device gets to node {0} at {1}</source>
        <translation>设备可以在 {1} 到达节点 {0}</translation>
    </message>
    <message>
        <source>{0} answers on this machine itself, but not at its address {1}</source>
        <translation>{0} 在本机上有应答，但在它的地址 {1} 上没有</translation>
    </message>
    <message>
        <source>Every test on the machine passes, and no device gets in.</source>
        <translation>在本机上测试全都通过，设备却一台也进不来。</translation>
    </message>
    <message>
        <source>A firewall of this machine drops it: let port {0} in.</source>
        <translation>本机的防火墙丢弃了它：请放行端口 {0}。</translation>
    </message>
    <message>
        <source>Something else has that address and port, or a firewall refuses it: look at both.</source>
        <translation>那个地址和端口被别的程序占用，或者防火墙拒绝：两样都请查看。</translation>
    </message>
    <message>
        <source>No device gets in by {0} at {1}.</source>
        <translation>没有设备能经 {1} 处的{0}进来。</translation>
    </message>
    <message>
        <source>Nobody listens at {0}</source>
        <translation>{0} 处没有谁在监听</translation>
    </message>
    <message>
        <source>Test nginx&apos;s configuration, then start or reload it.</source>
        <translation>测试 nginx 的配置，然后启动或重新加载。</translation>
    </message>
    <message>
        <source>nginx -s reload</source>
        <translation>nginx -s reload</translation>
    </message>
    <message>
        <source>Start the node, and look at what it says.</source>
        <translation>启动节点，看它说什么。</translation>
    </message>
    <message>
        <source>Connections to {0} get no answer</source>
        <translation>连接 {0} 没有回应</translation>
    </message>
    <message>
        <source>A firewall drops them, or the queue of the listener is full.</source>
        <translation>防火墙丢弃了连接，或者监听队列已满。</translation>
    </message>
    <message>
        <source>There is no way to {0}</source>
        <translation>没有通往 {0} 的路</translation>
    </message>
    <message>
        <source>Is it an address of this machine, and its interface up? A firewall may refuse it, too.</source>
        <translation>它是本机的地址吗？接口是否启用？也可能是防火墙拒绝。</translation>
    </message>
    <message>
        <source>{0} takes the connection, and no node answers</source>
        <translation>{0} 接受连接，但没有节点应答</translation>
    </message>
    <message>
        <source>The node that nginx chose does not answer: its machine is gone or a firewall lies between. {0} names it; take it out of the upstream, and set proxy_connect_timeout to 1 to 3 s.</source>
        <translation>nginx 选中的节点没有应答：它的机器不在了，或者中间有防火墙。{0} 中有它的名字；把它从 upstream 中去掉，并把 proxy_connect_timeout 设为 1 到 3 秒。</translation>
    </message>
    <message>
        <source>The node hangs, or waits for a PROXY header (node.proxy-protocol).</source>
        <translation>节点卡住了，或在等待 PROXY 头 (node.proxy-protocol)。</translation>
    </message>
    <message>
        <source>None of the nodes in nginx&apos;s upstream lets it in: {0} says which and why.</source>
        <translation>nginx 的 upstream 中没有节点放它进来：{0} 说明是哪个、为什么。</translation>
    </message>
    <message>
        <source>Something between cuts it, or the node has no descriptors left.</source>
        <translation>中间有东西切断了它，或者节点没有剩余的描述符。</translation>
    </message>
    <message>
        <source>nginx leads to something else: its upstream must name the nodes&apos; own ports, and the server must stand in stream, not in http.</source>
        <translation>nginx 通向了别的东西：它的 upstream 必须写节点自己的端口，server 必须在 stream 中，而不是 http 中。</translation>
    </message>
    <message>
        <source>Another program took the port.</source>
        <translation>另一个程序占用了该端口。</translation>
    </message>
    <message>
        <source>A node answers at {0}, and sends devices away: {1}</source>
        <translation>有节点在 {0} 应答，但把设备送走：{1}</translation>
    </message>
    <message>
        <source>Devices that come here are told to come back later.</source>
        <translation>来到这里的设备被告知稍后再来。</translation>
    </message>
    <message>
        <source>The node drains: take it out of nginx&apos;s upstream until it is back.</source>
        <translation>节点正在排空：把它从 nginx 的 upstream 中去掉，直到它恢复。</translation>
    </message>
    <message>
        <source>The node is full: raise its limits, or add a node.</source>
        <translation>节点已满：提高它的限制，或增加节点。</translation>
    </message>
    <message>
        <source>nginx and node do not agree on the PROXY protocol: write proxy_protocol on; where node.proxy-protocol is required, and leave it out where it is off.</source>
        <translation>nginx 与节点在 PROXY 协议上不一致：node.proxy-protocol 为 required 时写 proxy_protocol on;，为 off 时不要写。</translation>
    </message>
    <message>
        <source>The node did not take the probe&apos;s HELLO; a node of another version, or one that wants a PROXY header (node.proxy-protocol).</source>
        <translation>节点没有接受探测的 HELLO；可能是其他版本的节点，或要求 PROXY 头的节点 (node.proxy-protocol)。</translation>
    </message>
    <message>
        <source>Let it listen on an address that devices reach.</source>
        <translation>让它监听在设备可以到达的地址上。</translation>
    </message>
    <message>
        <source>{0} listens on {1} only, where no other machine gets</source>
        <translation>{0} 只监听在 {1}，其他机器到不了那里</translation>
    </message>
    <message>
        <source>It works from this machine itself; devices elsewhere are refused.</source>
        <translation>从本机可以使用；别处的设备会被拒绝。</translation>
    </message>
    <message>
        <source>nginx leads to node {0}, which is none of this cluster</source>
        <translation>nginx 通向节点 {0}，而它不属于这个集群</translation>
    </message>
    <message>
        <source>Devices that land there are out of reach for commands of this cluster.</source>
        <translation>落在那里的设备，这个集群的命令够不着。</translation>
    </message>
    <message>
        <source>Take it out of the upstream, or give it this cluster&apos;s redis.url and redis.prefix.</source>
        <translation>把它从 upstream 中去掉，或给它配上这个集群的 redis.url 和 redis.prefix。</translation>
    </message>
    <message>
        <source>No Redis is used</source>
        <translation>没有使用 Redis</translation>
    </message>
    <message>
        <source>redis.url is empty: one node, whose durable commands live as long as it does</source>
        <translation>redis.url 为空：只有一个节点，持久命令与它同存亡</translation>
    </message>
    <message>
        <source>Redis can&apos;t be reached with these settings</source>
        <translation>用这些设置无法连接 Redis</translation>
    </message>
    <message>
        <source>Nodes do not start with them.</source>
        <translation>用它们节点无法启动。</translation>
    </message>
    <message>
        <source>Mend the settings of the section redis.</source>
        <translation>修正 redis 部分的设置。</translation>
    </message>
    <message>
        <source>Redis&apos; servers and how they are set up</source>
        <translation>Redis 的服务器及其配置</translation>
    </message>
    <message>
        <source>How fast Redis answers</source>
        <translation>应答的速度</translation>
    </message>
    <message>
        <source>Without Redis nothing waits for it</source>
        <translation>没有 Redis 就没有什么要等它</translation>
    </message>
    <message>
        <source>redis.url is empty</source>
        <translation>redis.url 为空</translation>
    </message>
    <message>
        <source>{0}: PING takes {1} µs (median of {2})</source>
        <translation>{0}：PING 用时 {1} µs（{2} 次的中位数）</translation>
    </message>
    <message>
        <source>Redis answers in {0} µs</source>
        <translation>Redis 应答用时 {0} µs</translation>
    </message>
    <message>
        <source>Redis takes {0} ms to answer</source>
        <translation>Redis 应答要 {0} 毫秒</translation>
    </message>
    <message>
        <source>Each connect of a device waits for Redis once, each command twice at most: all of it takes so much longer, and leases may run out.</source>
        <translation>设备每次连接要等 Redis 一次，每条命令最多两次：这一切都会慢这么多，租约也可能到期。</translation>
    </message>
    <message>
        <source>Put Redis near the nodes, and look at what keeps it busy.</source>
        <translation>让 Redis 靠近节点，并查看是什么让它繁忙。</translation>
    </message>
    <message>
        <source>Redis&apos; speed could not be measured</source>
        <translation>无法测量 Redis 的速度</translation>
    </message>
    <message>
        <source>Redis&apos; clock could not be asked for</source>
        <translation>无法询问 Redis 的时钟</translation>
    </message>
    <message>
        <source>Clocks of this machine and of Redis</source>
        <translation>本机与 Redis 的时钟</translation>
    </message>
    <message>
        <source>Without Redis there is one clock only</source>
        <translation>没有 Redis 就只有一个时钟</translation>
    </message>
    <message>
        <source>Redis&apos; clock and this machine&apos;s agree</source>
        <translation>Redis 的时钟与本机一致</translation>
    </message>
    <message>
        <source>Redis&apos; clock and this machine&apos;s are {0} apart</source>
        <translation>Redis 的时钟与本机相差 {0}</translation>
    </message>
    <message>
        <source>redis.lease is {0} ms</source>
        <translation>redis.lease 为 {0} 毫秒</translation>
    </message>
    <message>
        <source>Times in logs, reports and histories do not fit together, and who came first is hard to tell. Ownership of devices is safe: leases and takeovers go by Redis&apos; clock alone.</source>
        <translation>日志、上报和历史中的时间对不上，很难看出谁先谁后。设备的归属是安全的：租约和接管只看 Redis 的时钟。</translation>
    </message>
    <message>
        <source>Let both machines follow a time server.</source>
        <translation>让两台机器都跟随时间服务器。</translation>
    </message>
    <message>
        <source>redis.url names no server</source>
        <translation>redis.url 中没有服务器</translation>
    </message>
    <message>
        <source>Redis can&apos;t be reached</source>
        <translation>无法连接 Redis</translation>
    </message>
    <message>
        <source>redis.url leads to no server</source>
        <translation>redis.url 不通向任何服务器</translation>
    </message>
    <message>
        <source>The Sentinels could not agree on a new master</source>
        <translation>各 Sentinel 无法就新的主节点达成一致</translation>
    </message>
    <message>
        <source>When the master dies no other takes its place, and devices&apos; commands wait until a person acts.</source>
        <translation>主节点失效时没有别的来接替，设备的命令会一直等到有人处理。</translation>
    </message>
    <message>
        <source>Start the Sentinels that are missing; three on three machines are usual.</source>
        <translation>启动缺少的 Sentinel；通常是三台机器上各一个。</translation>
    </message>
    <message>
        <source>No Sentinel names the master</source>
        <translation>没有 Sentinel 说明主节点</translation>
    </message>
    <message>
        <source>{0} of {1} Sentinels do not help</source>
        <translation>{1} 个 Sentinel 中有 {0} 个不起作用</translation>
    </message>
    <message>
        <source>With fewer of them the next failover may not come about.</source>
        <translation>Sentinel 减少后，下一次故障转移可能无法完成。</translation>
    </message>
    <message>
        <source>Start them, or mend their addresses and the master&apos;s name in redis.url.</source>
        <translation>启动它们，或修正 redis.url 中它们的地址和主节点的名称。</translation>
    </message>
    <message>
        <source>no master has the slots {0} to {1}</source>
        <translation>没有主节点拥有槽 {0} 到 {1}</translation>
    </message>
    <message>
        <source>{0} of 16384 slots of the cluster have no master</source>
        <translation>集群的 16384 个槽中有 {0} 个没有主节点</translation>
    </message>
    <message>
        <source>Devices whose keys lie there have no route, and by Redis&apos; default no device has one: the whole cluster refuses to answer.</source>
        <translation>键落在那里的设备没有路由；按 Redis 的默认设置，所有设备都没有：整个集群拒绝应答。</translation>
    </message>
    <message>
        <source>Bring back the master that had them, or give them to others.</source>
        <translation>恢复原来拥有它们的主节点，或把它们分给其他主节点。</translation>
    </message>
    <message>
        <source>Redis at {0} can&apos;t be reached</source>
        <translation>无法连接 {0} 处的 Redis</translation>
    </message>
    <message>
        <source>Start it, or mend redis.url, the password file, or the network between.</source>
        <translation>启动它，或修正 redis.url、密码文件或中间的网络。</translation>
    </message>
    <message>
        <source>Redis at {0} refuses INFO</source>
        <translation>{0} 处的 Redis 拒绝 INFO</translation>
    </message>
    <message>
        <source>A node asks for it at the beginning of each connection, and does not work without.</source>
        <translation>节点在每次连接开始时都要询问它，没有它就无法工作。</translation>
    </message>
    <message>
        <source>Give the user the right +info: the check of rights has the whole line.</source>
        <translation>给该用户 +info 权限：权限检查中有完整的一行。</translation>
    </message>
    <message>
        <source>Redis does not show its configuration to this user</source>
        <translation>Redis 不向这个用户显示配置</translation>
    </message>
    <message>
        <source>Usual with a managed Redis, and right for a node&apos;s user. Saving by RDB, fsync and the bounds of subscribers could not be looked at: ask whoever runs it.</source>
        <translation>托管的 Redis 常常如此，对节点的用户来说也是对的。RDB 保存、fsync 和订阅者的限制无法查看：请询问管理它的人。</translation>
    </message>
    <message>
        <source>Look yourself, as an administrator.</source>
        <translation>请以管理员身份自行查看。</translation>
    </message>
    <message>
        <source>Redis at {0} is not what redis.url says it is</source>
        <translation>{0} 处的 Redis 与 redis.url 所说的不符</translation>
    </message>
    <message>
        <source>Nodes refuse to work with it.</source>
        <translation>节点拒绝与它一起工作。</translation>
    </message>
    <message>
        <source>Write {0} in redis.url.</source>
        <translation>在 redis.url 中写 {0}。</translation>
    </message>
    <message>
        <source>Redis at {0} is a replica</source>
        <translation>{0} 处的 Redis 是副本</translation>
    </message>
    <message>
        <source>It takes no writes: no device gets a route, no command is kept, no report is taken.</source>
        <translation>它不接受写入：没有设备能得到路由，命令无法保存，上报无法接收。</translation>
    </message>
    <message>
        <source>Name its master in redis.url; where masters change, name its Sentinels.</source>
        <translation>在 redis.url 中写它的主节点；主节点会更换时，写它的 Sentinel。</translation>
    </message>
    <message>
        <source>Redis at {0} still loads its data</source>
        <translation>{0} 处的 Redis 仍在加载数据</translation>
    </message>
    <message>
        <source>Wait; INFO says how long.</source>
        <translation>请等待；INFO 会说明还要多久。</translation>
    </message>
    <message>
        <source>The cluster is down, as {0} sees it</source>
        <translation>在 {0} 看来集群已停止服务</translation>
    </message>
    <message>
        <source>It answers no request: devices stay connected, but commands and routes wait.</source>
        <translation>它不应答任何请求：设备保持连接，但命令和路由都在等待。</translation>
    </message>
    <message>
        <source>Bring its masters back; the check says which slots and which masters are missing.</source>
        <translation>恢复它的主节点；检查会说明缺少哪些槽和主节点。</translation>
    </message>
    <message>
        <source>Redis at {0} is version {1}</source>
        <translation>{0} 处的 Redis 版本是 {1}</translation>
    </message>
    <message>
        <source>Nodes need version 5, for streams.</source>
        <translation>节点需要版本 5 以上，因为要用到流。</translation>
    </message>
    <message>
        <source>It has no users with rights of their own: whoever reaches Redis may do all there.</source>
        <translation>它没有各自带权限的用户：谁能连到 Redis，谁就什么都能做。</translation>
    </message>
    <message>
        <source>Upgrade to Redis 7.</source>
        <translation>升级到 Redis 7。</translation>
    </message>
    <message>
        <source>The master {0} has no replica</source>
        <translation>主节点 {0} 没有副本</translation>
    </message>
    <message>
        <source>When it dies, nobody takes its place, and what it held is gone or waits for it.</source>
        <translation>它失效时没有谁接替，它保存的内容会丢失，或要等它恢复。</translation>
    </message>
    <message>
        <source>Add a replica on another machine.</source>
        <translation>在另一台机器上增加一个副本。</translation>
    </message>
    <message>
        <source>A replica of {0} is not up to date yet</source>
        <translation>{0} 的一个副本尚未同步到最新</translation>
    </message>
    <message>
        <source>Wait for its first synchronisation; if it stays so, look at its log.</source>
        <translation>等待它的第一次同步；如果一直如此，请查看它的日志。</translation>
    </message>
    <message>
        <source>The replica {0} can&apos;t be reached from here</source>
        <translation>从这里无法连接副本 {0}</translation>
    </message>
    <message>
        <source>Start it, or open the way to it: after a failover nodes must reach it.</source>
        <translation>启动它，或打通通往它的路：故障转移后节点必须能连到它。</translation>
    </message>
    <message>
        <source>The replica {0} has lost its master</source>
        <translation>副本 {0} 与主节点失去联系</translation>
    </message>
    <message>
        <source>Look at the network between them, and at masterauth: a replica says the master&apos;s password, too.</source>
        <translation>查看它们之间的网络以及 masterauth：副本也要说出主节点的密码。</translation>
    </message>
    <message>
        <source>Redis at {0} can&apos;t write its data to disk</source>
        <translation>{0} 处的 Redis 无法把数据写入磁盘</translation>
    </message>
    <message>
        <source>By its default it refuses all writes then: no routes, no durable commands, no reports.</source>
        <translation>按默认设置，此时它会拒绝所有写入：没有路由，没有持久命令，没有上报。</translation>
    </message>
    <message>
        <source>Make room on its disk, and look at its log.</source>
        <translation>在它的磁盘上腾出空间，并查看它的日志。</translation>
    </message>
    <message>
        <source>Redis at {0} leaves it to the system when to write</source>
        <translation>{0} 处的 Redis 让系统决定何时写入</translation>
    </message>
    <message>
        <source>When the machine loses power, durable commands of the last half minute are lost.</source>
        <translation>机器断电时，最近半分钟的持久命令会丢失。</translation>
    </message>
    <message>
        <source>Write once a second.</source>
        <translation>每秒写入一次。</translation>
    </message>
    <message>
        <source>Redis at {0} keeps nothing on disk</source>
        <translation>{0} 处的 Redis 不在磁盘上保存任何内容</translation>
    </message>
    <message>
        <source>When it restarts, all durable commands and all reports that nobody has read are lost.</source>
        <translation>它重新启动时，所有持久命令和所有还没有人读取的上报都会丢失。</translation>
    </message>
    <message>
        <source>Let it append what it does to a file.</source>
        <translation>让它把所做的事追加到文件中。</translation>
    </message>
    <message>
        <source>Redis at {0} saves snapshots only</source>
        <translation>{0} 处的 Redis 只保存快照</translation>
    </message>
    <message>
        <source>When it crashes, durable commands and reports since the last snapshot are lost, minutes of them, and commands that were done since may be done again.</source>
        <translation>它崩溃时，上次快照以来的持久命令和上报会丢失，可达数分钟；此后已执行的命令可能会再次执行。</translation>
    </message>
    <message>
        <source>Redis at {0} throws keys away when memory is short</source>
        <translation>{0} 处的 Redis 在内存不足时会丢弃键</translation>
    </message>
    <message>
        <source>It loses routes, so that devices that are connected count as offline, leases, so that nodes count as dead, and durable commands. All without a word.</source>
        <translation>它会丢失路由，于是在线的设备被当成离线；丢失租约，于是节点被当成失效；还会丢失持久命令。这一切都没有声响。</translation>
    </message>
    <message>
        <source>Let it refuse writes instead: nodes buffer, and say so.</source>
        <translation>让它改为拒绝写入：节点会缓冲，并会说明情况。</translation>
    </message>
    <message>
        <source>Redis at {0} uses {1} % of its memory</source>
        <translation>{0} 处的 Redis 已用掉内存的 {1} %</translation>
    </message>
    <message>
        <source>At the limit it refuses writes, or throws keys away.</source>
        <translation>到达上限时它会拒绝写入，或丢弃键。</translation>
    </message>
    <message>
        <source>Give it more memory, read the uplink streams faster, or keep less of them with redis.uplink-maxlen.</source>
        <translation>给它更多内存，更快地读取上行流，或用 redis.uplink-maxlen 少保留一些。</translation>
    </message>
    <message>
        <source>Redis at {0} uses {1} % of its machine&apos;s memory</source>
        <translation>{0} 处的 Redis 已用掉所在机器内存的 {1} %</translation>
    </message>
    <message>
        <source>When memory ends, the system kills Redis.</source>
        <translation>内存用尽时，系统会杀掉 Redis。</translation>
    </message>
    <message>
        <source>Give the machine more memory, read the uplink streams faster, or keep less of them with redis.uplink-maxlen.</source>
        <translation>给机器更多内存，更快地读取上行流，或用 redis.uplink-maxlen 少保留一些。</translation>
    </message>
    <message>
        <source>Redis at {0} cuts subscribers early</source>
        <translation>{0} 处的 Redis 过早切断订阅者</translation>
    </message>
    <message>
        <source>A node that is slow for a moment, or a burst of commands, and Redis cuts its subscription: what was published until it is back is not delivered.</source>
        <translation>节点一时变慢，或命令突然增多，Redis 就会切断它的订阅：恢复之前发布的内容不会送达。</translation>
    </message>
    <message>
        <source>Give subscribers at least Redis&apos; default.</source>
        <translation>给订阅者的限制至少要有 Redis 的默认值。</translation>
    </message>
    <message>
        <source>Redis at {0} has {1} of {2} clients</source>
        <translation>{0} 处的 Redis 有 {1} 个客户端，上限 {2}</translation>
    </message>
    <message>
        <source>Past that it turns nodes away, after a restart or failover first of all.</source>
        <translation>超过之后它会拒绝节点，首先是在重新启动或故障转移之后。</translation>
    </message>
    <message>
        <source>Let more in, or find out who they are by CLIENT LIST.</source>
        <translation>允许更多客户端，或用 CLIENT LIST 查出它们是谁。</translation>
    </message>
    <message>
        <source>Redis answers: masters {0}, replicas {1}</source>
        <translation>Redis 有应答：主节点 {0}，副本 {1}</translation>
    </message>
    <message>
        <source>While Redis is away devices stay connected and reports wait in memory, but commands from other nodes do not arrive and durable ones can&apos;t be kept.</source>
        <translation>Redis 断开期间设备保持连接，上报在内存中等待，但其他节点发来的命令到不了，持久命令也无法保存。</translation>
    </message>
    <message>
        <source>Should the master die now, what it took since then is lost, or nobody takes its place.</source>
        <translation>如果主节点现在失效，此后它接收的内容会丢失，或者没有谁接替它。</translation>
    </message>
    <message>
        <source>The rights in Redis could not be tried out</source>
        <translation>无法试用 Redis 中的权限</translation>
    </message>
    <message>
        <source>Rights in Redis: enough, and no more</source>
        <translation>Redis 中的权限：够用，且不多余</translation>
    </message>
    <message>
        <source>Without Redis there are no rights in it</source>
        <translation>没有 Redis 就没有其中的权限</translation>
    </message>
    <message>
        <source>User {0} may do what a node does, and no more</source>
        <translation>用户 {0} 可以做节点要做的事，不能做更多</translation>
    </message>
    <message>
        <source>tried out at {0}: {1} commands</source>
        <translation>已在 {0} 试用：{1} 条命令</translation>
    </message>
    <message>
        <source>Redis&apos; user {0} lacks rights that a node needs</source>
        <translation>Redis 用户 {0} 缺少节点需要的权限</translation>
    </message>
    <message>
        <source>What is refused fails at {0} while all else goes on: commands that never arrive, devices whose route is not known, reports that are not taken.</source>
        <translation>被拒绝的操作会在 {0} 失败，而其他一切照常：命令永远到不了，设备的路由不为人知，上报不被接收。</translation>
    </message>
    <message>
        <source>An administrator of Redis gives the user these rights (missing: {0}), with the password in place of PASSWORD; at every server of a cluster, and in its ACL file. Results asked for on other channels than {1}:* need those channels, too.</source>
        <translation>请 Redis 管理员给该用户以下权限（缺少：{0}），以真实密码替换 PASSWORD；集群的每个服务器及其 ACL 文件中都要设置。若要在 {1}:* 之外的频道接收结果，也需要那些频道的权限。</translation>
    </message>
    <message>
        <source>no key was found that is this master&apos;s</source>
        <translation>没有找到属于这个主节点的键</translation>
    </message>
    <message>
        <source>it may administer Redis: LASTSAVE, as FLUSHALL of the same category, is not refused</source>
        <translation>它可以管理 Redis：LASTSAVE 没有被拒绝，而 FLUSHALL 属于同一类</translation>
    </message>
    <message>
        <source>keys outside {0}:* are open to it</source>
        <translation>{0}:* 之外的键对它开放</translation>
    </message>
    <message>
        <source>redis.url leads to this machine itself, where the machine&apos;s users are the guard</source>
        <translation>redis.url 指向本机，由本机的用户把关</translation>
    </message>
    <message>
        <source>User {0} may do all in a Redis of this machine</source>
        <translation>用户 {0} 可以在本机的 Redis 中做任何事</translation>
    </message>
    <message>
        <source>Anybody who reaches Redis may do all there, without a password</source>
        <translation>谁能连到 Redis，谁就可以在那里做任何事，不需要密码</translation>
    </message>
    <message>
        <source>Redis&apos; user {0} may do more than a node does</source>
        <translation>Redis 用户 {0} 的权限超过了节点所需</translation>
    </message>
    <message>
        <source>A program or person with this access can empty Redis: all durable commands, routes and reports would be lost, and other fleets&apos; with them.</source>
        <translation>拥有此访问权的程序或人可以清空 Redis：所有持久命令、路由和上报都会丢失，其他设备群的也一样。</translation>
    </message>
    <message>
        <source>Give nodes a user of their own with just these rights, name it in redis.url and its password in redis.password-file.</source>
        <translation>给节点单独的用户，只授予这些权限，在 redis.url 中写明用户，在 redis.password-file 中写明密码。</translation>
    </message>
    <message>
        <source>it does not take what is said to it</source>
        <translation>它不接收发给它的内容</translation>
    </message>
    <message>
        <source>it says too much, and not what was waited for</source>
        <translation>它说得太多，而且不是所等的内容</translation>
    </message>
    <message>
        <source>it says nothing</source>
        <translation>它什么也没有说</translation>
    </message>
    <message>
        <source>it does not say enough</source>
        <translation>它说得不够</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>它关闭了连接</translation>
    </message>
    <message>
        <source>an item is no object</source>
        <translation>某一项不是对象</translation>
    </message>
    <message>
        <source>the firewall&apos;s rules</source>
        <translation>防火墙的规则</translation>
    </message>
    <message>
        <source>a rule has no name, or a value that is not known</source>
        <translation>某条规则没有名称，或含有未知的值</translation>
    </message>
    <message>
        <source>an unknown category</source>
        <translation>未知的类别</translation>
    </message>
    <message>
        <source>the firewall&apos;s profiles</source>
        <translation>防火墙的配置文件</translation>
    </message>
    <message>
        <source>a profile without a name, or a value that is not known</source>
        <translation>某个配置文件没有名称，或含有未知的值</translation>
    </message>
    <message>
        <source>registered firewalls</source>
        <translation>已注册的防火墙</translation>
    </message>
    <message>
        <source>listening programs</source>
        <translation>监听的程序</translation>
    </message>
    <message>
        <source>a port that is none</source>
        <translation>某个端口不是端口</translation>
    </message>
    <message>
        <source>protocol and ports withheld without administrator&apos;s rights</source>
        <translation>没有管理员权限，协议和端口未显示</translation>
    </message>
    <message>
        <source>rule “{0}” [{1}]{2}: {3} {4}, {5}, profiles {6}{7}</source>
        <translation>规则“{0}”[{1}]{2}：{3} {4}，{5}，配置文件 {6}{7}</translation>
    </message>
    <message>
        <source>program: {0}</source>
        <translation>程序：{0}</translation>
    </message>
    <message>
        <source>network “{0}” on {1}: {2}</source>
        <translation>{1} 上的网络“{0}”：{2}</translation>
    </message>
    <message>
        <source>no network is connected: the public profile counts</source>
        <translation>没有连接网络：按公用配置文件算</translation>
    </message>
    <message>
        <source>Programs on this machine reach {0}, devices do not: their attempts to connect are dropped without an answer.</source>
        <translation>本机上的程序可以连到 {0}，设备却不能：它们的连接尝试被丢弃，没有回应。</translation>
    </message>
    <message>
        <source>On {0} networks Windows&apos; firewall blocks everything inbound, whatever rules say</source>
        <translation>在 {0} 网络上，Windows 防火墙阻止一切入站连接，不论规则怎么写</translation>
    </message>
    <message>
        <source>Let rules count again, in a PowerShell started as administrator. If group policy has set it, whoever manages that must:</source>
        <translation>请在以管理员身份启动的 PowerShell 中让规则重新生效。如果是组策略设置的，须由管理组策略的人修改：</translation>
    </message>
    <message>
        <source>Group policy blocks {0} on {1} networks</source>
        <translation>组策略在 {1} 网络上阻止 {0}</translation>
    </message>
    <message>
        <source>No rule of this machine is stronger. Whoever manages group policy has to remove the block rule there; gpresult says which policy it is:</source>
        <translation>本机没有比它更强的规则。须由管理组策略的人在那里去掉阻止规则；gpresult 会说明是哪条策略：</translation>
    </message>
    <message>
        <source>A declined question of Windows left block rules: {0} is blocked on {1} networks</source>
        <translation>Windows 的询问被拒绝后留下了阻止规则：{0} 在 {1} 网络上被阻止</translation>
    </message>
    <message>
        <source>Windows&apos; firewall blocks {0} on {1} networks</source>
        <translation>Windows 防火墙在 {1} 网络上阻止 {0}</translation>
    </message>
    <message>
        <source>Whether rules for {0} concern port {1} is shown to administrators only</source>
        <translation>{0} 的规则是否涉及端口 {1}，只有管理员能看</translation>
    </message>
    <message>
        <source>A block rule among them would keep devices out.</source>
        <translation>其中若有阻止规则，设备就进不来。</translation>
    </message>
    <message>
        <source>Run the check again as administrator.</source>
        <translation>请以管理员身份再次运行检查。</translation>
    </message>
    <message>
        <source>Group policy ignores this machine&apos;s own firewall rules on {0} networks, and has none for {1}</source>
        <translation>组策略在 {0} 网络上忽略本机自己的防火墙规则，而其中没有 {1} 的规则</translation>
    </message>
    <message>
        <source>A rule made here would not count. Whoever manages group policy has to add an inbound rule that allows {0} at TCP {1}, or to merge local rules (“Apply local firewall rules: Yes”). To see it:</source>
        <translation>在这里建立的规则不会生效。须由管理组策略的人增加一条入站规则，允许 {0} 使用 TCP {1}，或合并本地规则（“应用本地防火墙规则：是”）。查看方法：</translation>
    </message>
    <message>
        <source>{0} is allowed, but not on {1} networks, and this machine is on one</source>
        <translation>{0} 已被允许，但不包括 {1} 网络，而本机正在这样的网络上</translation>
    </message>
    <message>
        <source>{0} is allowed, but not at TCP {1}, where it listens</source>
        <translation>{0} 已被允许，但不包括它监听的 TCP {1}</translation>
    </message>
    <message>
        <source>The rule that allows {0} is for another folder: it is blocked where it is now</source>
        <translation>允许 {0} 的规则针对的是另一个文件夹：在现在的位置它被阻止</translation>
    </message>
    <message>
        <source>The rule that allows {0} is disabled</source>
        <translation>允许 {0} 的规则已被禁用</translation>
    </message>
    <message>
        <source>No rule allows {0} at port {1}, and Windows&apos; firewall blocks what no rule allows</source>
        <translation>没有规则允许 {0} 使用端口 {1}，而 Windows 防火墙会阻止没有规则允许的一切</translation>
    </message>
    <message>
        <source>Only computers that prove by IPsec who they are get past the firewall to {0}</source>
        <translation>只有用 IPsec 证明身份的计算机才能通过防火墙连到 {0}</translation>
    </message>
    <message>
        <source>The rule that bypasses blocks is stronger than they are, for such computers only. Devices without IPsec are dropped.</source>
        <translation>绕过阻止的规则强于阻止规则，但只对这样的计算机有效。没有 IPsec 的设备会被丢弃。</translation>
    </message>
    <message>
        <source>Allow {0} plainly, and delete the block rules if there are any.</source>
        <translation>直接允许 {0}，若有阻止规则则删除。</translation>
    </message>
    <message>
        <source>Windows&apos; firewall lets only some addresses or interfaces reach {0}</source>
        <translation>Windows 防火墙只让部分地址或接口连到 {0}</translation>
    </message>
    <message>
        <source>Devices at other addresses are dropped without an answer.</source>
        <translation>其他地址的设备会被丢弃，没有回应。</translation>
    </message>
    <message>
        <source>Compare the rule&apos;s addresses with those of your devices, and change the rule if one of them is left out.</source>
        <translation>把规则中的地址与设备的地址比对，若有遗漏则修改规则。</translation>
    </message>
    <message>
        <source>Windows&apos; firewall lets devices reach {0} at port {1} on {2} networks</source>
        <translation>Windows 防火墙让设备在 {2} 网络上连到 {0} 的端口 {1}</translation>
    </message>
    <message>
        <source>the profile allows what no rule blocks</source>
        <translation>该配置文件允许没有规则阻止的一切</translation>
    </message>
    <message>
        <source>the firewall is off there</source>
        <translation>那里的防火墙已关闭</translation>
    </message>
    <message>
        <source>Windows&apos; firewall blocks {0} on {1} networks; this machine is on none now</source>
        <translation>Windows 防火墙在 {1} 网络上阻止 {0}；本机现在不在这样的网络上</translation>
    </message>
    <message>
        <source>Windows may take a network for another kind after a change of router or cable; devices are then dropped without an answer.</source>
        <translation>更换路由器或网线后，Windows 可能把网络认作另一种；设备就会被丢弃，没有回应。</translation>
    </message>
    <message>
        <source>registered in Windows&apos; security center, and on: {0} ({1})</source>
        <translation>已在 Windows 安全中心注册并启用：{0}（{1}）</translation>
    </message>
    <message>
        <source>{0} guards this machine too, by rules of its own</source>
        <translation>{0} 也在以自己的规则保护本机</translation>
    </message>
    <message>
        <source>What it blocks is blocked whatever Windows&apos; firewall allows, and cannot be seen from here.</source>
        <translation>不论 Windows 防火墙允许什么，它阻止的就是被阻止的，而且从这里看不到。</translation>
    </message>
    <message>
        <source>If devices do not get through, allow the ports in {0} as well.</source>
        <translation>如果设备连不进来，请在 {0} 中也放行这些端口。</translation>
    </message>
    <message>
        <source>Windows&apos; firewall is off on {0} networks, where this machine is</source>
        <translation>在本机所处的 {0} 网络上，Windows 防火墙已关闭</translation>
    </message>
    <message>
        <source>Get-NetFirewallProfile -PolicyStore ActiveStore: Enabled is False for {0}</source>
        <translation>Get-NetFirewallProfile -PolicyStore ActiveStore：{0} 的 Enabled 为 False</translation>
    </message>
    <message>
        <source>Devices get through, and so does everybody else, to every program. Once somebody turns it on, what no rule allows is blocked.</source>
        <translation>设备可以连进来，其他所有人也可以连到每个程序。一旦有人打开防火墙，没有规则允许的都会被阻止。</translation>
    </message>
    <message>
        <source>Allow nginx and Linekeeper by rules first, then turn the firewall on, in a PowerShell started as administrator:</source>
        <translation>请先用规则允许 nginx 和 Linekeeper，然后在以管理员身份启动的 PowerShell 中打开防火墙：</translation>
    </message>
    <message>
        <source>Allow {0} at TCP {1} for {2} networks, in a PowerShell started as administrator:</source>
        <translation>在以管理员身份启动的 PowerShell 中，允许 {0} 在 {2} 网络上使用 TCP {1}：</translation>
    </message>
    <message>
        <source>No allow rule is stronger than a block rule. Delete the block rules first, then allow {0} at TCP {1} for {2} networks, in a PowerShell started as administrator:</source>
        <translation>没有允许规则强于阻止规则。请先删除阻止规则，然后在以管理员身份启动的 PowerShell 中，允许 {0} 在 {2} 网络上使用 TCP {1}：</translation>
    </message>
    <message>
        <source>Allow {0}</source>
        <translation>允许 {0}</translation>
    </message>
    <message>
        <source>Makes the inbound rule {0}: {1} may be reached at TCP {2} on {3} networks. Windows asks for an administrator. Can be undone.</source>
        <translation>建立入站规则 {0}：可以在 {3} 网络上通过 TCP {2} 连到 {1}。Windows 会询问管理员。可以撤销。</translation>
    </message>
    <message>
        <source>Deletes the block rules {0}, then makes the inbound rule {1}: {2} may be reached at TCP {3} on {4} networks. Windows asks for an administrator. The undo puts the deleted rules back.</source>
        <translation>删除阻止规则 {0}，然后建立入站规则 {1}：可以在 {4} 网络上通过 TCP {3} 连到 {2}。Windows 会询问管理员。撤销时会把删除的规则放回。</translation>
    </message>
    <message>
        <source>Windows did not say {0}</source>
        <translation>Windows 没有说明：{0}</translation>
    </message>
    <message>
        <source>Run the check again as administrator. If PowerShell is restricted on this machine, look at Windows Security, Firewall &amp; network protection, Allow an app through firewall.</source>
        <translation>请以管理员身份再次运行检查。如果本机限制使用 PowerShell，请到“Windows 安全中心”的“防火墙和网络保护”中查看“允许应用通过防火墙”。</translation>
    </message>
    <message>
        <source>Which program is {0} is not known, so its firewall rules are not either</source>
        <translation>不知道 {0} 是哪个程序，因此也不知道它的防火墙规则</translation>
    </message>
    <message>
        <source>TCP {0}: nobody listens there, or Windows does not say who to this user</source>
        <translation>TCP {0}：没有谁在那里监听，或者 Windows 不告诉当前用户是谁</translation>
    </message>
    <message>
        <source>Rules of Windows&apos; firewall are for programs by their path.</source>
        <translation>Windows 防火墙的规则按程序的路径生效。</translation>
    </message>
    <message>
        <source>Start {0}, then run the check again, as administrator if it is a service.</source>
        <translation>启动 {0}，然后再次运行检查；如果它是服务，请以管理员身份运行。</translation>
    </message>
    <message>
        <source>who listens</source>
        <translation>谁在监听</translation>
    </message>
    <message>
        <source>which networks it is on</source>
        <translation>它在哪些网络上</translation>
    </message>
    <message>
        <source>how its firewall is set</source>
        <translation>它的防火墙如何设置</translation>
    </message>
    <message>
        <source>its firewall&apos;s rules</source>
        <translation>它的防火墙规则</translation>
    </message>
    <message>
        <source>whether other firewalls are registered</source>
        <translation>是否注册了其他防火墙</translation>
    </message>
    <message>
        <source>there is no nginx</source>
        <translation>没有 nginx</translation>
    </message>
    <message>
        <source>Redis: {0} holds the device, session {1}; its lease runs</source>
        <translation>Redis：{0} 持有该设备，会话 {1}；其租约有效</translation>
    </message>
    <message>
        <source>Redis: {0} holds the device, session {1}; its lease is over</source>
        <translation>Redis：{0} 持有该设备，会话 {1}；其租约已到期</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>{0}前</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} 毫秒</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>{0} d</source>
        <translation>{0} 天</translation>
    </message>
    <message>
        <source>{0}: command {1} {2} with code {3}{4}</source>
        <translation>{0}：命令 {1} {2}，返回码 {3}{4}</translation>
    </message>
    <message>
        <source>{0}: command {1} {2}{3}</source>
        <translation>{0}：命令 {1} {2}{3}</translation>
    </message>
    <message>
        <source>Nobody listens at {0}: nginx is down</source>
        <translation>{0} 处没有谁在监听：nginx 没有运行</translation>
    </message>
    <message>
        <source>Nobody listens at {0}: a node is down</source>
        <translation>{0} 处没有谁在监听：节点没有运行</translation>
    </message>
    <message>
        <source>up</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>排空中</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>{0}: {1}, {2} sessions</source>
        <translation>{0}：{1}，{2} 个会话</translation>
    </message>
    <message>
        <source>{0}: {1}, {2} sessions, lease {3}</source>
        <translation>{0}：{1}，{2} 个会话，租约 {3}</translation>
    </message>
    <message>
        <source>{0} is draining: it lets no device in, and has sent {1} away</source>
        <translation>{0} 正在排空：不再接纳设备，并已送走 {1}</translation>
    </message>
    <message>
        <source>{0} is draining: it lets no device in</source>
        <translation>{0} 正在排空：不再接纳设备</translation>
    </message>
    <message>
        <source>worker_rlimit_nofile is not set; process {0} may open {1} files</source>
        <translation>没有设置 worker_rlimit_nofile；进程 {0} 可以打开 {1} 个文件</translation>
    </message>
    <message>
        <source>worker_rlimit_nofile is not set; the limit of nginx&apos;s workers cannot be seen</source>
        <translation>没有设置 worker_rlimit_nofile；看不到 nginx 工作进程的限制</translation>
    </message>
    <message>
        <source>{0} -V: {1}</source>
        <translation>{0} -V：{1}</translation>
    </message>
    <message>
        <source>{0} takes the connection and closes it</source>
        <translation>{0} 接受连接后将其关闭</translation>
    </message>
    <message>
        <source>{0} takes the connection and resets it</source>
        <translation>{0} 接受连接后将其重置</translation>
    </message>
    <message>
        <source>Redis at {0} is {1} behind this machine</source>
        <translation>{0} 处的 Redis 比本机慢 {1}</translation>
    </message>
    <message>
        <source>Redis at {0} is {1} ahead of this machine</source>
        <translation>{0} 处的 Redis 比本机快 {1}</translation>
    </message>
    <message>
        <source>node {0}</source>
        <translation>节点 {0}</translation>
    </message>
    <message>
        <source>as before the change: {0}</source>
        <translation>与改动之前一样：{0}</translation>
    </message>
    <message>
        <source>{0}: nothing to say</source>
        <translation>{0}：没有给出结果</translation>
    </message>
    <message>
        <source>the check had not begun</source>
        <translation>检查尚未开始</translation>
    </message>
    <message>
        <source>the check had not returned long after its deadline</source>
        <translation>检查过了时限很久仍未返回</translation>
    </message>
    <message>
        <source>the check was under way</source>
        <translation>检查正在进行</translation>
    </message>
    <message>
        <source>{0}: the check hangs</source>
        <translation>{0}：检查卡住了</translation>
    </message>
    <message>
        <source>A device&apos;s way to a node, from this machine</source>
        <translation>设备到节点的通路（从本机试连）</translation>
    </message>
    <message>
        <source>Redis answered no time of day</source>
        <translation>Redis 没有回答时刻</translation>
    </message>
    <message>
        <source>Write listen {0}; in the place of that line, then test nginx&apos;s configuration and reload it.</source>
        <translation>在那一行处改写为 listen {0};，然后测试并重新加载 nginx 的配置。</translation>
    </message>
    <message>
        <source>{0} has said HELLO to no node; connections from {1} are turned away before it, {2}: {3}</source>
        <translation>{0} 没有向任何节点发出过 HELLO；来自 {1} 的连接在此之前就被拒绝，{2}：{3}</translation>
    </message>
    <message>
        <source>Where devices come through a proxy, put its address into node.proxy-trusted of every node; where they come by themselves, too, set node.proxy-protocol = optional</source>
        <translation>如果设备经代理接入，请把代理的地址写入每个节点的 node.proxy-trusted；如果设备也会直接接入，请设置 node.proxy-protocol = optional</translation>
    </message>
    <message>
        <source>node {0} is left out: where it says that it listens is no address</source>
        <translation>节点 {0} 不列入：它自称的监听处不是地址</translation>
    </message>
    <message>
        <source>nginx may run with an older configuration than its files hold, so it is reloaded</source>
        <translation>nginx 可能以比其文件更旧的配置运行，因此将其重新加载</translation>
    </message>
    <message>
        <source>{0} changed after nginx last read it, so nginx is reloaded</source>
        <translation>{0} 在 nginx 上次读取之后有改动，因此重新加载 nginx</translation>
    </message>
    <message>
        <source>If no node answers, reload nginx with: {0}</source>
        <translation>如果没有节点应答，则重新加载 nginx：{0}</translation>
    </message>
    <message>
        <source>{0} changed after nginx last read it: nginx may run with an older configuration</source>
        <translation>{0} 在 nginx 上次读取之后有改动：nginx 可能仍以较旧的配置运行</translation>
    </message>
    <message>
        <source>What the files say, and what the other checks find in them, is not what devices meet.</source>
        <translation>文件中写的内容，以及其他检查在其中的发现，并不是设备实际遇到的情况。</translation>
    </message>
    <message>
        <source>Have nginx test the configuration and read it.</source>
        <translation>让 nginx 测试配置并读取它。</translation>
    </message>
    <message>
        <source>{0}: changed {1} s ago</source>
        <translation>{0}：{1} 秒前有改动</translation>
    </message>
    <message>
        <source>worker process {0}: {1} s old</source>
        <translation>工作进程 {0}：已运行 {1} 秒</translation>
    </message>
    <message>
        <source>An nginx runs in a container (process {0}); its files are not looked at</source>
        <translation>有一个 nginx 在容器中运行（进程 {0}）；不查看它的文件</translation>
    </message>
    <message>
        <source>{0} is included in several places ({1}): what changes in it changes for all of them</source>
        <translation>{0} 在多处被引入（{1}）：其中的改动对所有这些地方都生效</translation>
    </message>
    <message>
        <source>{0}; 1 durable command waits</source>
        <translation>{0}；有 1 条持久命令在等待</translation>
    </message>
    <message>
        <source>{0}; {1} durable commands wait</source>
        <translation>{0}；有 {1} 条持久命令在等待</translation>
    </message>
    <message>
        <source>Redis: no node holds the device; {0} held it last</source>
        <translation>Redis：没有节点持有该设备；最后持有它的是 {0}</translation>
    </message>
    <message>
        <source>Redis is away, so other nodes can&apos;t be asked: whether {0} is connected to one is not known</source>
        <translation>Redis 不可用，因此无法询问其他节点：{0} 是否连接在其中某个节点上，无从得知</translation>
    </message>
    <message>
        <source>Redis is away, so {0} can&apos;t be asked: whether {1} is connected to it is not known</source>
        <translation>Redis 不可用，因此无法询问 {0}：{1} 是否连接在其上，无从得知</translation>
    </message>
    <message>
        <source>{0} durable commands wait for the device</source>
        <translation>有 {0} 条持久命令在等待该设备</translation>
    </message>
    <message>
        <source>They are delivered when the device connects, if that is within their ttl</source>
        <translation>设备连接后就会送达，前提是仍在其 ttl 之内</translation>
    </message>
    <message>
        <source>No node that answers has {0}; as Redis says, {1} holds it</source>
        <translation>有应答的节点都没有 {0}；据 Redis 记录，它由 {1} 持有</translation>
    </message>
    <message>
        <source>{0} is not connected: within the last hour a node had it, and nobody has it now</source>
        <translation>{0} 没有连接：最近一小时内曾有节点持有它，现在没有任何节点持有</translation>
    </message>
    <message>
        <source>{0} is not connected: its node {1} ended while it was, and was found gone {2}</source>
        <translation>{0} 没有连接：它的节点 {1} 在它连接期间结束了，{2}被发现已经不在</translation>
    </message>
    <message>
        <source>{0} is not connected: its session at {1} ended {2}</source>
        <translation>{0} 没有连接：它在 {1} 上的会话于 {2}结束</translation>
    </message>
    <message>
        <source>Not known: Redis is away, so no other node can be asked</source>
        <translation>未知：Redis 不可用，因此无法询问其他节点</translation>
    </message>
    <message>
        <source>Not known: Redis is away, so {0} can&apos;t be asked</source>
        <translation>未知：Redis 不可用，因此无法询问 {0}</translation>
    </message>
    <message>
        <source>{0}: had the device until {1}, when it was found gone</source>
        <translation>{0}：持有该设备直到 {1}，那时被发现已经不在</translation>
    </message>
    <message>
        <source>None in use: {0} is the node {1} itself</source>
        <translation>没有使用 nginx：{0} 就是节点 {1} 本身</translation>
    </message>
    <message>
        <source>No node answers, and Redis, which knows of them, is away</source>
        <translation>没有节点应答，而知道节点情况的 Redis 不可用</translation>
    </message>
    <message>
        <source>{0} is used by several devices: {1} took it from each other {2} times in {3}</source>
        <translation>{0} 被多个设备使用：{1} 在 {3} 内互相接管了 {2} 次</translation>
    </message>
    <message>
        <source>{0} is used by two devices: {1} and {2} took it from each other {3} times in {4}</source>
        <translation>{0} 被两个设备使用：{1} 与 {2} 在 {4} 内互相接管了 {3} 次</translation>
    </message>
    <message>
        <source>{0} Where nginx is on another machine, put the block into its nginx.conf, outside of http, and reload it.</source>
        <translation>{0} 如果 nginx 在另一台机器上，请把这段配置放进它的 nginx.conf（http 之外），然后重新加载。</translation>
    </message>
</context>
<context>
    <name>lk::ui</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 not known</source>
        <translation>%1 项未知</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>&apos;%1&apos; at place %2 is not a hex digit</source>
        <translation>第 %2 个字符“%1”不是十六进制数字</translation>
    </message>
    <message>
        <source>half a byte is missing: write two hex digits for each byte</source>
        <translation>少了半个字节：每个字节要写两位十六进制数字</translation>
    </message>
    <message>
        <source>%1 to %2 characters</source>
        <translation>%1 到 %2 个字符</translation>
    </message>
    <message>
        <source>1 to 64 of A-Z a-z 0-9 . _ : -, or empty</source>
        <translation>1 到 64 个字符，可用 A-Z a-z 0-9 . _ : -，或留空</translation>
    </message>
    <message>
        <source>ADDR:PORT, as 127.0.0.1:9100 is, or empty</source>
        <translation>地址:端口，例如 127.0.0.1:9100，或留空</translation>
    </message>
    <message>
        <source>ADDR:PORT, or several with commas between, as 0.0.0.0:7600 is</source>
        <translation>地址:端口，多个以逗号分隔，例如 0.0.0.0:7600</translation>
    </message>
    <message>
        <source>addresses or networks with commas between, as 10.0.0.7, 10.1.0.0/16 or fd00::/8 are, with no bits set behind the prefix</source>
        <translation>地址或网段，多个以逗号分隔，例如 10.0.0.7、10.1.0.0/16 或 fd00::/8，前缀之后的位须为零</translation>
    </message>
    <message>
        <source>redis://HOST:PORT, rediss://…, redis+cluster://…, redis+sentinel://…, or empty</source>
        <translation>redis://HOST:PORT、rediss://…、redis+cluster://…、redis+sentinel://…，或留空</translation>
    </message>
    <message>
        <source>the path of a file, or empty</source>
        <translation>文件的路径，或留空</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>%1 到 %2 的整数</translation>
    </message>
    <message>
        <source>a whole number of bytes from %1 to %2</source>
        <translation>%1 到 %2 的整数（字节数）</translation>
    </message>
    <message>
        <source>a duration from %1 to %2, with ms, s, m or h</source>
        <translation>%1 到 %2 的时长，单位为 ms、s、m 或 h</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>以下之一：%1</translation>
    </message>
    <message>
        <source>column %1 has no name in the first line</source>
        <translation>第一行中第 %1 列没有名称</translation>
    </message>
    <message>
        <source>two columns are called &apos;%1&apos;</source>
        <translation>有两列都叫“%1”</translation>
    </message>
    <message>
        <source>the file is larger than 64 MiB: split it</source>
        <translation>文件超过 64 MiB：请拆分</translation>
    </message>
    <message>
        <source>the file is not UTF-8: save it as CSV in UTF-8</source>
        <translation>文件不是 UTF-8：请另存为 UTF-8 编码的 CSV</translation>
    </message>
    <message>
        <source>the file is no text: save it as CSV in UTF-8</source>
        <translation>文件不是文本：请另存为 UTF-8 编码的 CSV</translation>
    </message>
    <message>
        <source>the file is empty: it wants a device id in each line</source>
        <translation>文件是空的：每行要有一个设备 ID</translation>
    </message>
    <message>
        <source>no column is called &apos;device&apos;: the first line must name the columns, that of the device ids &apos;device&apos;</source>
        <translation>没有名为“device”的列：第一行必须是列名，其中设备 ID 一列叫“device”</translation>
    </message>
    <message>
        <source>line %1: &apos;%2&apos; is no device id: 1 to 64 of A-Z a-z 0-9 . _ : -</source>
        <translation>第 %1 行：“%2”不是设备 ID：须为 1 到 64 个字符，可用 A-Z a-z 0-9 . _ : -</translation>
    </message>
    <message>
        <source>no device stands under the names of the columns</source>
        <translation>列名下面没有任何设备</translation>
    </message>
    <message>
        <source>there are more than %1 devices: split the file</source>
        <translation>设备超过 %1 台：请拆分文件</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: write what to look for behind the colon</source>
        <translation>“%1”：请在冒号后面写要查找的内容</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: compare idle, up, reports, pending or out</source>
        <translation>“%1”：可以比较的是 idle、up、reports、pending 或 out</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: write a duration, as in %2&gt;60s, %2&lt;5m or %2&gt;2h</source>
        <translation>“%1”：请写时长，例如 %2&gt;60s、%2&lt;5m 或 %2&gt;2h</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: write a whole number, as in %2&gt;10</source>
        <translation>“%1”：请写整数，例如 %2&gt;10</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: write a whole device id after id:</source>
        <translation>“%1”：id: 后面要写完整的设备 ID</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: no close reason begins so; write one, as in close:kicked</source>
        <translation>“%1”：没有这样开头的断开原因；请写一个，例如 close:kicked</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: a device&apos;s id has only letters, digits and . _ : -</source>
        <translation>“%1”：设备 ID 只含字母、数字和 . _ : -</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: id: can&apos;t be turned round; leave out the !</source>
        <translation>“%1”：id: 不能取反；请去掉 !</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: write what is not to be shown behind the !</source>
        <translation>“%1”：请在 ! 后面写不想显示的内容</translation>
    </message>
    <message>
        <source>not JSON in line %1, column %2: %3</source>
        <translation>第 %1 行第 %2 列不是 JSON：%3</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2. Choose another file.</source>
        <translation>无法写入 %1：%2。请另选一个文件。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be read: %2. Type the password to have it written there.</source>
        <translation>无法读取 %1：%2。输入密码，就会写到那里。</translation>
    </message>
    <message>
        <source>Others may read %1. Close it to them with: %2</source>
        <translation>其他人可以读取 %1。请收紧权限：%2</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>hanging for %1</source>
        <translation>已卡住 %1</translation>
    </message>
    <message>
        <source>running, %1</source>
        <translation>运行中，%1</translation>
    </message>
</context>
<context>
    <name>lk::ui::AgreeDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Do nothing</source>
        <translation>什么也不做</translation>
    </message>
</context>
<context>
    <name>lk::ui::Attention</name>
    <message>
        <source>Redis is away</source>
        <translation>Redis 已断开</translation>
    </message>
    <message>
        <source>Commands from elsewhere and reports wait until it is back.</source>
        <translation>来自别处的命令和上报会等到它恢复。</translation>
    </message>
    <message>
        <source>A node has lost its lease</source>
        <translation>有节点失去了租约</translation>
    </message>
    <message>
        <source>%1 is dead: its devices count as offline until they are back on another node.</source>
        <translation>%1 已失效：它的设备在连到其他节点之前视为离线。</translation>
    </message>
    <message>
        <source>The setup has a problem</source>
        <translation>环境有问题</translation>
    </message>
    <message>
        <source>Out of file descriptors</source>
        <translation>文件描述符用尽</translation>
    </message>
    <message>
        <source>A node keeps its sessions and lets no new device in: raise the limit of open files (ulimit -n).</source>
        <translation>有节点保留已有会话，但不再接受新设备：请提高打开文件数上限（ulimit -n）。</translation>
    </message>
    <message>
        <source>An id is used twice</source>
        <translation>ID 重复使用</translation>
    </message>
    <message numerus="yes">
        <source>The same holds for %n other device(s).</source>
        <translation>
            <numerusform>另有 %n 台设备也是如此。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::BannerBar</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
</context>
<context>
    <name>lk::ui::BulkPanel</name>
    <message>
        <source>Counts for each state</source>
        <translation>各状态的数量</translation>
    </message>
    <message>
        <source>&amp;Stop sending</source>
        <translation>停止发送</translation>
    </message>
    <message>
        <source>Send nothing more; what was sent goes on</source>
        <translation>不再发送；已发出的继续进行</translation>
    </message>
    <message>
        <source>Export &amp;results…</source>
        <translation>导出结果…</translation>
    </message>
    <message>
        <source>Write what became of each command to a CSV file</source>
        <translation>把每条命令的结果写入 CSV 文件</translation>
    </message>
    <message>
        <source>Export &amp;failures…</source>
        <translation>导出失败项…</translation>
    </message>
    <message>
        <source>Write those that did not arrive or were not sent to a CSV file</source>
        <translation>把未送达或未发送的命令写入 CSV 文件</translation>
    </message>
    <message>
        <source>Put the devices that did not get it into the form, to send to them again</source>
        <translation>把没有收到的设备填入表单，以便再次发送</translation>
    </message>
    <message>
        <source>&amp;Close results</source>
        <translation>关闭结果</translation>
    </message>
    <message>
        <source>Forget these results; the commands stay in the table below</source>
        <translation>清除这些结果；命令仍保留在下面的表格中</translation>
    </message>
    <message>
        <source>Export results…</source>
        <translation>导出结果…</translation>
    </message>
    <message>
        <source>Export failures…</source>
        <translation>导出失败项…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped. Sent: %1 of %2. Not sent: %3.</source>
        <translation>已停止。已发送：%1 / %2。未发送：%3。</translation>
    </message>
    <message>
        <source>%1 The reason: %2</source>
        <translation>%1原因：%2</translation>
    </message>
    <message>
        <source>Sending %1 of %2, %3 left</source>
        <translation>正在发送 %1 / %2，还需 %3</translation>
    </message>
    <message>
        <source>All %1 have ended</source>
        <translation>%1 条已全部结束</translation>
    </message>
    <message>
        <source>All %1 are sent, still under way: %2</source>
        <translation>%1 条已全部发送，仍在途中：%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>on the way: %1</source>
        <translation>在途：%1</translation>
    </message>
    <message>
        <source>not sent: %1</source>
        <translation>未发送：%1</translation>
    </message>
    <message>
        <source>Export failures</source>
        <translation>导出失败项</translation>
    </message>
    <message>
        <source>Export results</source>
        <translation>导出结果</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Wrote the results to %1</source>
        <translation>已将结果写入 %1</translation>
    </message>
    <message>
        <source>Those &amp;not done as targets</source>
        <translation>将未成功的设为目标(&amp;N)</translation>
    </message>
    <message>
        <source>waiting: %1</source>
        <translation>待发送：%1</translation>
    </message>
    <message numerus="yes">
        <source>Choose the %Ln not done</source>
        <translation>
            <numerusform>选中未成功的 %Ln 台</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose those not done</source>
        <translation>选中未成功的设备</translation>
    </message>
    <message numerus="yes">
        <source>Wrote %Ln failure(s) to %1</source>
        <translation>
            <numerusform>已将 %Ln 条失败写入 %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::BulkSend</name>
    <message>
        <source>no node said in time what became of it</source>
        <translation>没有节点及时说明它的结果</translation>
    </message>
    <message>
        <source>the link to the node was lost</source>
        <translation>与节点的连接已断开</translation>
    </message>
    <message>
        <source>the link was lost: %1</source>
        <translation>连接已断开：%1</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
</context>
<context>
    <name>lk::ui::CheckRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the check: %1</source>
        <translation>取消检查：%1</translation>
    </message>
    <message>
        <source>End this check at once; the others go on</source>
        <translation>立即结束这项检查，其他检查继续</translation>
    </message>
    <message>
        <source>Hangs</source>
        <translation>已卡住</translation>
    </message>
    <message>
        <source>It had %1 and has not returned for %2. The other checks go on. Cancel it, or wait: what it finds is shown if it returns after all.</source>
        <translation>限时 %1，已过 %2，仍未返回。其他检查继续进行。可以取消，也可以等待：若它最终返回，结果会显示出来。</translation>
    </message>
    <message>
        <source>%1 of at most %2</source>
        <translation>已运行 %1，限时 %2</translation>
    </message>
    <message>
        <source>Begins when another check ends</source>
        <translation>等另一项检查结束后开始</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>lk::ui::ChecksPanel</name>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>done here</source>
        <translation>已在此完成</translation>
    </message>
    <message>
        <source>Nothing has been checked yet</source>
        <translation>尚未做任何检查</translation>
    </message>
    <message>
        <source>This was not checked yet</source>
        <translation>这一项尚未检查</translation>
    </message>
    <message>
        <source>Everything is well</source>
        <translation>一切正常</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s), all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</source>
        <translation>
            <numerusform>%n 项检查结果，全部正常。改动 nginx、防火墙或设置之后，或者设备连不上来时，请再运行一次检查。</numerusform>
        </translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤销操作</translation>
    </message>
    <message>
        <source>Take back: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>它会做什么</translation>
    </message>
    <message>
        <source>These commands are run</source>
        <translation>将运行这些命令</translation>
    </message>
    <message>
        <source>These take it back</source>
        <translation>用这些命令撤销</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>It takes an administrator&apos;s rights: the system asks for them, unless Linekeeper has them.</source>
        <translation>需要管理员权限：除非 Linekeeper 已有此权限，否则系统会询问。</translation>
    </message>
    <message>
        <source>It takes no more rights than Linekeeper has.</source>
        <translation>不需要 Linekeeper 现有权限之外的权限。</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Run the commands that stand above</source>
        <translation>运行上面列出的命令</translation>
    </message>
    <message>
        <source>Done by Linekeeper: %1</source>
        <translation>已由 Linekeeper 完成：%1</translation>
    </message>
    <message>
        <source>nothing is left to do; it can be taken back</source>
        <translation>没有剩下要做的事；可以撤销</translation>
    </message>
    <message>
        <source>Each check looks at one thing that stands around a node: nginx, the firewall, ports, the system&apos;s limits, Redis, and whether a device gets through. What is found is listed here, with the reason why it matters and the exact way to mend it. A check only looks; it changes nothing.</source>
        <translation>每项检查只看节点周边的一件事：nginx、防火墙、端口、系统限制、Redis，以及设备能否连通。检查结果会列在这里，附上它为什么重要以及准确的修复办法。检查只看不改。</translation>
    </message>
    <message>
        <source>What these checks find is listed here.</source>
        <translation>这些检查的结果会列在这里。</translation>
    </message>
</context>
<context>
    <name>lk::ui::ChecksTree</name>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Choose whose findings are shown</source>
        <translation>选择显示哪些检查的结果</translation>
    </message>
    <message>
        <source>All checks</source>
        <translation>全部检查</translation>
    </message>
    <message>
        <source>Sees %1</source>
        <translation>查看：%1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>%n not returning</source>
        <translation>
            <numerusform>%n 项未返回</numerusform>
        </translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>not run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>not all run</source>
        <translation>未全部运行</translation>
    </message>
</context>
<context>
    <name>lk::ui::ColumnsDialog</name>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Columns in their order</source>
        <translation>按顺序排列的各列</translation>
    </message>
    <message>
        <source>Space shows or hides a column, Alt+Up and Alt+Down move it</source>
        <translation>按空格键显示或隐藏列，按 Alt+Up 和 Alt+Down 移动列</translation>
    </message>
    <message>
        <source>Show the column further left (Alt+Up)</source>
        <translation>让这一列更靠左 (Alt+Up)</translation>
    </message>
    <message>
        <source>Show the column further right (Alt+Down)</source>
        <translation>让这一列更靠右 (Alt+Down)</translation>
    </message>
    <message>
        <source>&amp;Standard columns</source>
        <translation>标准列(&amp;S)</translation>
    </message>
    <message>
        <source>Show these columns (Return)</source>
        <translation>显示这些列 (Return)</translation>
    </message>
    <message>
        <source>Leave the columns as they are (Esc)</source>
        <translation>列保持原样 (Esc)</translation>
    </message>
    <message>
        <source>The columns that are shown at first, in their order and with their widths</source>
        <translation>恢复最初显示的列及其顺序和宽度</translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandForm</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Payload form</source>
        <translation>载荷格式</translation>
    </message>
    <message>
        <source>How the payload is written above</source>
        <translation>上面的载荷以何种格式书写</translation>
    </message>
    <message>
        <source>Live: connected now</source>
        <translation>实时：仅限当前在线</translation>
    </message>
    <message>
        <source>Durable: kept until it arrives</source>
        <translation>持久：保留到送达为止</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>投递方式</translation>
    </message>
    <message>
        <source>A live command ends at once when the device is not connected; a durable one waits for it</source>
        <translation>设备不在线时，实时命令立即结束，持久命令则等待设备上线</translation>
    </message>
    <message>
        <source>Time to live</source>
        <translation>保留时间</translation>
    </message>
    <message>
        <source>How long a durable command may wait, at most 7 days</source>
        <translation>持久命令最多可以等待多久，上限 7 天</translation>
    </message>
    <message>
        <source>Unit of the time to live</source>
        <translation>保留时间的单位</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>How long to wait for the device to acknowledge, 1 to 300 seconds</source>
        <translation>等待设备确认的时间，1 到 300 秒</translation>
    </message>
    <message>
        <source>State of the form</source>
        <translation>表单状态</translation>
    </message>
    <message>
        <source>a command is kept for at most 7 days</source>
        <translation>命令最多保留 7 天</translation>
    </message>
    <message>
        <source>the device is not connected</source>
        <translation>设备不在线</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>目标(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Payload</source>
        <translation>载荷(&amp;P)</translation>
    </message>
    <message>
        <source>Deliver&amp;y</source>
        <translation>投递方式(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Kept for</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>T&amp;imeout</source>
        <translation>超时(&amp;I)</translation>
    </message>
    <message>
        <source>Templ&amp;ate</source>
        <translation>模板(&amp;A)</translation>
    </message>
    <message>
        <source>%1 bytes, and the node takes at most %2</source>
        <translation>%1 字节，而节点最多接受 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln target(s)</source>
        <translation>
            <numerusform>%Ln 个目标</numerusform>
        </translation>
    </message>
    <message>
        <source>the device is not connected, the command waits for it</source>
        <translation>设备不在线，命令会等它上线</translation>
    </message>
    <message>
        <source>%1 of %2 targets are not connected, the commands wait for them</source>
        <translation>%2 个目标中有 %1 个不在线，命令会等它们上线</translation>
    </message>
    <message>
        <source>%1 of %2 targets are not connected</source>
        <translation>%2 个目标中有 %1 个不在线</translation>
    </message>
    <message>
        <source>%1 of at most %2 bytes</source>
        <translation>%1 字节，最多 %2 字节</translation>
    </message>
    <message numerus="yes">
        <source>second(s)</source>
        <translation>
            <numerusform>秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>minute(s)</source>
        <translation>
            <numerusform>分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>hour(s)</source>
        <translation>
            <numerusform>小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>天</numerusform>
        </translation>
    </message>
    <message>
        <source>empty payload</source>
        <translation>载荷为空</translation>
    </message>
    <message>
        <source>Redis is away: a command is rejected after a wait, unless Redis is back by then</source>
        <translation>Redis 已断开：命令等待一段时间后会被拒绝，除非 Redis 在此之前恢复</translation>
    </message>
    <message>
        <source>Redis is away: a live command reaches devices of this node alone; any other is rejected after a wait, unless Redis is back by then</source>
        <translation>Redis 已断开：实时命令只能到达本节点的设备；其他命令等待一段时间后会被拒绝，除非 Redis 在此之前恢复</translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandLines</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Commands to copy</source>
        <translation>可复制的命令</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n command(s)</source>
        <translation>
            <numerusform>复制 %n 条命令</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy what stands here, to be pasted into a terminal</source>
        <translation>复制这里的内容，以便粘贴到终端</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n command(s)</source>
        <translation>
            <numerusform>已复制 %n 条命令</numerusform>
        </translation>
    </message>
    <message>
        <source>Configuration to copy</source>
        <translation>可复制的配置</translation>
    </message>
    <message>
        <source>Copy the configuration</source>
        <translation>复制配置</translation>
    </message>
    <message>
        <source>Copy what stands here, to be put into a configuration file</source>
        <translation>复制此处内容，以放入配置文件</translation>
    </message>
    <message>
        <source>Copied the configuration</source>
        <translation>已复制配置</translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandPalette</name>
    <message>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <source>An action, a page, or the beginning of a device&apos;s id</source>
        <translation>操作、页面，或设备 ID 的开头</translation>
    </message>
    <message>
        <source>What you look for</source>
        <translation>要查找的内容</translation>
    </message>
    <message>
        <source>Type some of its words; Up and Down choose, Return does it, Esc closes</source>
        <translation>输入其中几个字；上下键选择，Return 执行，Esc 关闭</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>找到的内容</translation>
    </message>
    <message>
        <source>Return or a click does what is chosen</source>
        <translation>按 Return 或单击即执行所选项</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Device %1</source>
        <translation>设备 %1</translation>
    </message>
    <message>
        <source>Go to the device %1</source>
        <translation>转到设备 %1</translation>
    </message>
    <message>
        <source>More devices begin like this</source>
        <translation>还有其他设备以此开头</translation>
    </message>
    <message>
        <source>Type more of the id to see them.</source>
        <translation>再多输入几个字符即可看到。</translation>
    </message>
    <message>
        <source>Send a command to %1</source>
        <translation>给 %1 发送命令</translation>
    </message>
    <message>
        <source>Open the command form for this device</source>
        <translation>为这台设备打开命令表单</translation>
    </message>
    <message>
        <source>Diagnose %1</source>
        <translation>诊断 %1</translation>
    </message>
    <message>
        <source>Find out why this device did not get its command</source>
        <translation>查出这台设备为什么没有收到命令</translation>
    </message>
    <message>
        <source>Nothing is called like this.</source>
        <translation>没有这样的名称。</translation>
    </message>
    <message>
        <source>Not possible now. %1</source>
        <translation>现在无法执行。%1</translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandsModel</name>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>%1 … (%2)</source>
        <translation>%1 …（%2）</translation>
    </message>
    <message>
        <source>durable</source>
        <translation>持久</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>From the node taking the command to the device acknowledging it</source>
        <translation>从节点收到命令到设备确认之间的时间</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Answer or reason</source>
        <translation>应答或原因</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>确认耗时</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>投递方式</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>the console was closed before its end was known</source>
        <translation>在得知结果之前控制台就关闭了</translation>
    </message>
    <message>
        <source>no node said in time what became of it</source>
        <translation>没有节点及时说明它的结果</translation>
    </message>
    <message>
        <source>lost: it waited in the memory of the program, which was ended</source>
        <translation>已丢失：它在程序的内存中等待，而程序已结束</translation>
    </message>
    <message>
        <source>its ttl ended, and no node said what became of it</source>
        <translation>它的 ttl 已到期，没有节点说明它的结果</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandsPage</name>
    <message>
        <source>Filter commands</source>
        <translation>筛选命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send what stands in the form</source>
        <translation>发送表单中的内容</translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation>再次发送</translation>
    </message>
    <message>
        <source>Send the selected commands again, as they were</source>
        <translation>原样重发选中的命令</translation>
    </message>
    <message>
        <source>Find out why the selected command did not arrive</source>
        <translation>查出选中的命令为什么没有送达</translation>
    </message>
    <message>
        <source>&amp;Put into the form</source>
        <translation>填入表单</translation>
    </message>
    <message>
        <source>Put the selected command into the form, to change it and send it</source>
        <translation>把选中的命令填入表单，修改后再发送</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show all commands again</source>
        <translation>重新显示全部命令</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Nothing was sent: %1</source>
        <translation>什么也没有发出：%1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1 条</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>; %1 older ones are no longer kept</source>
        <translation>；另有 %1 条较早的已不再保留</translation>
    </message>
    <message>
        <source>No command yet</source>
        <translation>还没有命令</translation>
    </message>
    <message>
        <source>No command matches the filter</source>
        <translation>没有命令符合筛选条件</translation>
    </message>
    <message numerus="yes">
        <source>It hides %n command(s).</source>
        <translation>
            <numerusform>筛选隐藏了 %n 条命令。</numerusform>
        </translation>
    </message>
    <message>
        <source>The history of commands can&apos;t be read: %1. The file was put aside as %2.</source>
        <translation>命令历史无法读取：%1。文件已另存为 %2。</translation>
    </message>
    <message>
        <source>&amp;Why did it not arrive?</source>
        <translation>为什么没有送达？</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Copy as &amp;linekeeper send</source>
        <translation>复制为 linekeeper send</translation>
    </message>
    <message>
        <source>Copy the selected commands as &apos;linekeeper send …&apos;, to be pasted into a shell</source>
        <translation>把选中的命令复制为“linekeeper send …”，以便粘贴到终端</translation>
    </message>
    <message>
        <source>Copy as redis-cli &amp;PUBLISH</source>
        <translation>复制为 redis-cli PUBLISH</translation>
    </message>
    <message>
        <source>Copy the selected commands as &apos;redis-cli PUBLISH …&apos;, to be pasted into a shell</source>
        <translation>把选中的命令复制为“redis-cli PUBLISH …”，以便粘贴到终端</translation>
    </message>
    <message>
        <source>Copy as linekeeper</source>
        <translation>复制为 linekeeper</translation>
    </message>
    <message>
        <source>Copy as redis-cli</source>
        <translation>复制为 redis-cli</translation>
    </message>
    <message>
        <source>&amp;Forget ended commands…</source>
        <translation>清除已结束的命令…</translation>
    </message>
    <message>
        <source>Take the commands that have ended off the table and out of what is kept</source>
        <translation>把已结束的命令从表格和保留的历史中移除</translation>
    </message>
    <message>
        <source>The history of commands is not kept: %1 can&apos;t be written: %2</source>
        <translation>命令历史未能保存：无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Send to many…</source>
        <translation>批量发送…</translation>
    </message>
    <message numerus="yes">
        <source>Send to %Ln device(s)</source>
        <translation>
            <numerusform>发送给 %Ln 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>Commands are being sent to many devices already. Wait for that, or stop it.</source>
        <translation>已有批量发送正在进行。请等它结束，或将它停止。</translation>
    </message>
    <message numerus="yes">
        <source>Sent to %Ln device(s)</source>
        <translation>
            <numerusform>已发送给 %Ln 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再次发送</translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln command(s) again, as they were?</source>
        <translation>
            <numerusform>原样重发 %Ln 条命令？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln command(s)</source>
        <translation>
            <numerusform>发送 %Ln 条命令</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %Ln command line(s)</source>
        <translation>
            <numerusform>已复制 %Ln 行命令</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget commands</source>
        <translation>清除命令</translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln command(s) that have ended?</source>
        <translation>
            <numerusform>清除 %Ln 条已结束的命令？</numerusform>
        </translation>
    </message>
    <message>
        <source>They leave this table and the history that is kept over a restart.</source>
        <translation>它们会从这张表格和重启后仍保留的历史中移除。</translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln command(s)</source>
        <translation>
            <numerusform>清除 %Ln 条命令</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forgot %Ln command(s)</source>
        <translation>
            <numerusform>已清除 %Ln 条命令</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Commands are being sent: %Ln of them would not be sent.</source>
        <translation>
            <numerusform>正在发送命令：还有 %Ln 条不会被发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter: any word of a row</source>
        <translation>筛选：行中的任意文字</translation>
    </message>
    <message>
        <source>Fill in the form and press %1. Each command is listed here with its state as it changes, and the reason when it did not arrive.</source>
        <translation>填好表单后按 %1。每条命令都会列在这里，状态随时更新；没有送达时会给出原因。</translation>
    </message>
    <message>
        <source>Nothing was sent</source>
        <translation>什么也没有发送</translation>
    </message>
    <message numerus="yes">
        <source>%Ln durable command(s) wait in this program&apos;s memory only, and would be lost.</source>
        <translation>
            <numerusform>有 %Ln 条持久命令只在本程序的内存中等待，将会丢失。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::ConnectionList</name>
    <message>
        <source>Name the node by its id, as in n1.</source>
        <translation>请用 ID 指明节点，例如 n1。</translation>
    </message>
    <message>
        <source>Name the Redis by its URL, as in redis://10.0.0.5:6379.</source>
        <translation>请用 URL 指明 Redis，例如 redis://10.0.0.5:6379。</translation>
    </message>
    <message>
        <source>Leave the password out of the URL; there is a field for it.</source>
        <translation>URL 中不要写密码；密码另有输入框。</translation>
    </message>
    <message>
        <source>Name the file that holds the password.</source>
        <translation>请指明存放密码的文件。</translation>
    </message>
    <message>
        <source>%1 holds connections that can&apos;t be used and are not shown: %2.</source>
        <translation>%1 中有无法使用、因而未显示的连接：%2。</translation>
    </message>
    <message>
        <source>A connection needs a name.</source>
        <translation>连接要有名称。</translation>
    </message>
    <message>
        <source>There is another connection named %1.</source>
        <translation>已有另一个名为 %1 的连接。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written. Check its permissions.</source>
        <translation>无法写入 %1。请检查它的权限。</translation>
    </message>
</context>
<context>
    <name>lk::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>What this console can be attached to</source>
        <translation>此控制台可以连接到的对象</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What you call it</source>
        <translation>您给它起的名称</translation>
    </message>
    <message>
        <source>Attach to</source>
        <translation>连接到</translation>
    </message>
    <message>
        <source>One node of this machine, or all nodes that share a Redis</source>
        <translation>本机的一个节点，或共用一个 Redis 的所有节点</translation>
    </message>
    <message>
        <source>a cluster, by its Redis</source>
        <translation>集群，通过它的 Redis</translation>
    </message>
    <message>
        <source>a node on this machine</source>
        <translation>本机上的节点</translation>
    </message>
    <message>
        <source>what the program was started with</source>
        <translation>程序启动时指定的目标</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>The id of a node that runs on this machine, as in n1</source>
        <translation>在本机上运行的节点的 ID，例如 n1</translation>
    </message>
    <message>
        <source>Redis URL</source>
        <translation>Redis URL</translation>
    </message>
    <message>
        <source>redis://, rediss://, redis+cluster:// or redis+sentinel://, without a password</source>
        <translation>redis://、rediss://、redis+cluster:// 或 redis+sentinel://，不含密码</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>Prefix of all keys and channels, as the nodes have it; lk unless it was changed</source>
        <translation>所有键和频道的前缀，与节点的设置一致；未改过则为 lk</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA 文件</translation>
    </message>
    <message>
        <source>PEM file of the authority that signed Redis&apos; certificate, for rediss://; empty is the system&apos;s</source>
        <translation>签发 Redis 证书的机构的 PEM 文件，用于 rediss://；留空则用系统的</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>See everything, and change nothing through this connection</source>
        <translation>可以查看一切，但不通过此连接做任何改动</translation>
    </message>
    <message>
        <source>Password is</source>
        <translation>密码存放</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Where the password is kept</source>
        <translation>密码存放在哪里</translation>
    </message>
    <message>
        <source>Where the password of Redis is kept; never in the list of connections</source>
        <translation>Redis 的密码存放在哪里；绝不在连接列表中</translation>
    </message>
    <message>
        <source>none is needed</source>
        <translation>不需要密码</translation>
    </message>
    <message>
        <source>kept in the system&apos;s keychain</source>
        <translation>保存在系统的钥匙串中</translation>
    </message>
    <message>
        <source>typed each time, and kept nowhere</source>
        <translation>每次输入，不保存</translation>
    </message>
    <message>
        <source>in a file that only you can read</source>
        <translation>在只有您能读取的文件中</translation>
    </message>
    <message>
        <source>File of the password</source>
        <translation>密码文件</translation>
    </message>
    <message>
        <source>Its first line is the password, as plain text</source>
        <translation>第一行为明文密码</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the file, or where it is to be written</source>
        <translation>选择文件，或选择写到哪里</translation>
    </message>
    <message>
        <source>The password of Redis; it is not shown</source>
        <translation>Redis 的密码；不会显示</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>Add a connection to the list</source>
        <translation>在列表中添加一个连接</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>移除(&amp;M)</translation>
    </message>
    <message>
        <source>Take the connection off the list, and its password out of the keychain</source>
        <translation>把连接从列表中移除，并从钥匙串中删除它的密码</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Keep the list as it is now</source>
        <translation>按现在的样子保存列表</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Keep the list, and attach this console to what is chosen</source>
        <translation>保存列表，并让此控制台连接到所选对象</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close, and keep the list as it was</source>
        <translation>关闭，列表保持原样</translation>
    </message>
    <message>
        <source>Node %1 on this machine</source>
        <translation>本机上的节点 %1</translation>
    </message>
    <message>
        <source>Leave the password empty to use the one that is kept.</source>
        <translation>密码留空则使用已保存的密码。</translation>
    </message>
    <message>
        <source>The password stands in this file as plain text. Only you may read it. Leave the password empty to use what is in the file.</source>
        <translation>密码以明文存放在此文件中，只有您可以读取。密码留空则使用文件中的密码。</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新连接</translation>
    </message>
    <message>
        <source>New connection %1</source>
        <translation>新连接 %1</translation>
    </message>
    <message>
        <source>Type the password: this connection keeps none.</source>
        <translation>请输入密码：此连接不保存密码。</translation>
    </message>
    <message>
        <source>This system keeps no passwords.</source>
        <translation>此系统不保存密码。</translation>
    </message>
</context>
<context>
    <name>lk::ui::CsvReader</name>
    <message>
        <source>line %1 has %2 columns, and at most %3 are read</source>
        <translation>第 %1 行有 %2 列，而最多读取 %3 列</translation>
    </message>
    <message>
        <source>there are more than %1 lines: split the file</source>
        <translation>超过 %1 行：请拆分文件</translation>
    </message>
    <message>
        <source>line %1 has another number of cells (%2) than the first line (%3)</source>
        <translation>第 %1 行的单元格数（%2）与第一行（%3）不同</translation>
    </message>
    <message>
        <source>line %1: something stands behind the quotes of a cell; a quote within a cell is written twice</source>
        <translation>第 %1 行：单元格的引号后面还有内容；单元格里的引号要写两次</translation>
    </message>
    <message>
        <source>line %1: quotes are opened, and never closed</source>
        <translation>第 %1 行：引号没有闭合</translation>
    </message>
</context>
<context>
    <name>lk::ui::DeviceExport</name>
    <message>
        <source>Cancelled; nothing is written</source>
        <translation>已取消；没有写入任何内容</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
</context>
<context>
    <name>lk::ui::DeviceField</name>
    <message>
        <source>demo-1, or several: demo-1, demo-2; a pasted list will do</source>
        <translation>demo-1，或多台：demo-1, demo-2；也可以粘贴一份清单</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Who gets the command: one device id, or several with commas, spaces or line breaks between</source>
        <translation>命令发给谁：一个设备 ID，或多个，以逗号、空格或换行分隔</translation>
    </message>
</context>
<context>
    <name>lk::ui::DevicePane</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Timeline of the device</source>
        <translation>设备的时间线</translation>
    </message>
    <message>
        <source>No device selected</source>
        <translation>未选中设备</translation>
    </message>
    <message>
        <source>Select a device to see its session and everything that happened to it.</source>
        <translation>选中一台设备，即可查看它的会话和发生过的一切。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln device(s) selected</source>
        <translation>
            <numerusform>已选中 %Ln 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>connected for %1</source>
        <translation>已连接 %1</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>连接时间</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>最近收到</translation>
    </message>
    <message>
        <source>Keepalive</source>
        <translation>保活</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Commands pending</source>
        <translation>待确认命令</translation>
    </message>
    <message>
        <source>Out-buffer</source>
        <translation>发送缓冲区</translation>
    </message>
    <message>
        <source>Last close</source>
        <translation>上次断开</translation>
    </message>
    <message>
        <source>Meta</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>none known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>What is shown of the device</source>
        <translation>显示设备的哪些内容</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>What happened to the device, newest first</source>
        <translation>设备发生过的事，最新的在前</translation>
    </message>
    <message>
        <source>Its frames as they pass, in hex and as text</source>
        <translation>设备收发的帧，以十六进制和文本显示</translation>
    </message>
    <message>
        <source>Send one command to all of them, copy or export their rows, or kick them, by the buttons above the table.</source>
        <translation>用表格上方的按钮，可以给它们全部发送一条命令、复制或导出这些行，或将它们踢下线。</translation>
    </message>
    <message>
        <source>Facts of the device</source>
        <translation>设备的基本情况</translation>
    </message>
</context>
<context>
    <name>lk::ui::DeviceWriter</name>
    <message>
        <source>Copy &amp;ids</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>Copy the ids of the selected devices</source>
        <translation>复制选中设备的 ID</translation>
    </message>
    <message>
        <source>Copy as CS&amp;V</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy the selected rows as CSV with plain values, for a spreadsheet</source>
        <translation>把选中的行复制为 CSV，用原始数值，供电子表格使用</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Copy the selected sessions as JSON, for a program</source>
        <translation>把选中的会话复制为 JSON，供程序使用</translation>
    </message>
    <message>
        <source>Export &amp;all…</source>
        <translation>导出全部…</translation>
    </message>
    <message>
        <source>Write all connected devices to a file, as CSV or JSON</source>
        <translation>把所有在线设备写入文件，格式为 CSV 或 JSON</translation>
    </message>
    <message>
        <source>Export &amp;selected…</source>
        <translation>导出选中项…</translation>
    </message>
    <message>
        <source>Write the selected devices to a file, as CSV or JSON</source>
        <translation>把选中的设备写入文件，格式为 CSV 或 JSON</translation>
    </message>
    <message>
        <source>Copy &amp;rows</source>
        <translation>复制整行</translation>
    </message>
    <message>
        <source>Export those &amp;shown…</source>
        <translation>导出显示的…</translation>
    </message>
    <message>
        <source>Write the devices that the filter lets through to a file, as CSV or JSON</source>
        <translation>把符合筛选条件的设备写入文件，格式为 CSV 或 JSON</translation>
    </message>
    <message>
        <source>Copy the selected devices as ids, rows, CSV or JSON</source>
        <translation>把选中的设备复制为 ID、行、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Write devices to a file: all, those shown, or the selected ones</source>
        <translation>把设备写入文件：全部、显示的或选中的</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export devices</source>
        <translation>导出设备</translation>
    </message>
    <message>
        <source>Rows written</source>
        <translation>已写入的行</translation>
    </message>
    <message>
        <source>How many rows are written so far</source>
        <translation>目前已写入多少行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel writing</source>
        <translation>取消写入</translation>
    </message>
    <message>
        <source>Stop writing, and leave nothing behind</source>
        <translation>停止写入，不留下任何内容</translation>
    </message>
    <message>
        <source>Export the %1 s&amp;elected…</source>
        <translation>导出选中的 %1 台…</translation>
    </message>
    <message>
        <source>Export s&amp;elected…</source>
        <translation>导出选中项…</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1 台</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n device(s)</source>
        <translation>
            <numerusform>复制 %n 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the %1 &amp;shown…</source>
        <translation>导出显示的 %1 台…</translation>
    </message>
    <message>
        <source>Export &amp;all %1…</source>
        <translation>导出全部 %1 台…</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation>CSV (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Rows are still being written. Wait until that has ended, or cancel it.</source>
        <translation>还在写入。请等它结束，或将它取消。</translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation>
            <numerusform>已将 %n 行写入 %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n device id(s)</source>
        <translation>
            <numerusform>已复制 %n 个设备 ID</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>已复制 %n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DevicesPage</name>
    <message>
        <source>Filter: part of an id, id:demo-7, node:n1, addr:10.2., idle&gt;60s, up&lt;5m</source>
        <translation>筛选：ID 的一部分、id:demo-7、node:n1、addr:10.2.、idle&gt;60s、up&lt;5m</translation>
    </message>
    <message>
        <source>Filter devices</source>
        <translation>筛选设备</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>&amp;Send command…</source>
        <translation>发送命令…</translation>
    </message>
    <message>
        <source>Send a command to the selected devices</source>
        <translation>给选中的设备发送命令</translation>
    </message>
    <message>
        <source>&amp;Diagnose</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Find out why the selected device did not get its command</source>
        <translation>查出选中的设备为什么没有收到命令</translation>
    </message>
    <message>
        <source>&amp;Kick</source>
        <translation>踢下线</translation>
    </message>
    <message>
        <source>Close the sessions of the selected devices</source>
        <translation>关闭选中设备的会话</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show all devices again</source>
        <translation>重新显示全部设备</translation>
    </message>
    <message>
        <source>Kick</source>
        <translation>踢下线</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
    <message>
        <source>%1 connected</source>
        <translation>%1 台在线</translation>
    </message>
    <message>
        <source>%1 of %2 connected</source>
        <translation>%1 / %2 台在线</translation>
    </message>
    <message>
        <source>No device is connected</source>
        <translation>没有设备在线</translation>
    </message>
    <message>
        <source>Each device that says HELLO to a node of the cluster stands here, with its node and address, how long it has been connected and what it sent.</source>
        <translation>凡是向集群中任一节点发出 HELLO 的设备都会列在这里，包括所在节点、地址、连接时长和上报情况。</translation>
    </message>
    <message>
        <source>Each device that says HELLO to this node stands here, with its address, how long it has been connected and what it sent.</source>
        <translation>凡是向本节点发出 HELLO 的设备都会列在这里，包括地址、连接时长和上报情况。</translation>
    </message>
    <message>
        <source>No device matches the filter</source>
        <translation>没有设备符合筛选条件</translation>
    </message>
    <message numerus="yes">
        <source>Connected: %n device(s).</source>
        <translation>
            <numerusform>在线：%n 台设备。</numerusform>
        </translation>
    </message>
    <message>
        <source>Kick devices</source>
        <translation>踢设备下线</translation>
    </message>
    <message>
        <source>They are told why, and may connect again when they like.</source>
        <translation>设备会得知原因，之后随时可以重新连接。</translation>
    </message>
    <message>
        <source>Nobody was kicked: %1</source>
        <translation>没有踢下任何设备：%1</translation>
    </message>
    <message>
        <source>Saved &amp;filters</source>
        <translation>已保存的筛选</translation>
    </message>
    <message>
        <source>Open the saved filters</source>
        <translation>打开已保存的筛选</translation>
    </message>
    <message>
        <source>Save this filter…</source>
        <translation>保存此筛选…</translation>
    </message>
    <message>
        <source>Give the filter a name, to use it again</source>
        <translation>给筛选起个名称，以便再次使用</translation>
    </message>
    <message>
        <source>Manage saved filters…</source>
        <translation>管理已保存的筛选…</translation>
    </message>
    <message>
        <source>Apply, rename or delete saved filters</source>
        <translation>应用、重命名或删除已保存的筛选</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已保存的筛选</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Save this filter</source>
        <translation>保存此筛选</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The filter is saved as &apos;%1&apos;</source>
        <translation>筛选已保存为“%1”</translation>
    </message>
    <message>
        <source>Name of the filter</source>
        <translation>筛选的名称</translation>
    </message>
    <message numerus="yes">
        <source>Kick %Ln device(s)</source>
        <translation>
            <numerusform>将 %Ln 台设备踢下线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %Ln device(s)…</source>
        <translation>
            <numerusform>发送给 %Ln 台设备…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Close the sessions of %Ln device(s)?</source>
        <translation>
            <numerusform>关闭 %Ln 台设备的会话？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kicked %Ln device(s)</source>
        <translation>
            <numerusform>已将 %Ln 台设备踢下线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kicked %Ln device(s), %1 not connected</source>
        <translation>
            <numerusform>已将 %Ln 台设备踢下线，%1 台不在线</numerusform>
        </translation>
    </message>
    <message>
        <source>Type a name for the filter</source>
        <translation>请输入筛选的名称</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>%1 here, others not known; %2 listed as last seen</source>
        <translation>此处 %1 个，其他未知；列出 %2 个，为最后所见的状态</translation>
    </message>
</context>
<context>
    <name>lk::ui::DiagnosePage</name>
    <message>
        <source>Firewall</source>
        <translation>防火墙</translation>
    </message>
    <message>
        <source>nginx</source>
        <translation>nginx</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Route in Redis</source>
        <translation>Redis 中的路由</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Last close</source>
        <translation>上次断开</translation>
    </message>
    <message>
        <source>Device id</source>
        <translation>设备 ID</translation>
    </message>
    <message>
        <source>The id of one device, for example meter-1028</source>
        <translation>一台设备的 ID，例如 meter-1028</translation>
    </message>
    <message>
        <source>The device that did not get its command; connected ones are offered as you type</source>
        <translation>没有收到命令的设备；输入时会列出在线的设备</translation>
    </message>
    <message>
        <source>Why did it not arrive?</source>
        <translation>命令为什么没有送达？</translation>
    </message>
    <message>
        <source>Type the id of a device and press Enter. Its way is looked at step by step: the firewall, nginx, the node, its session, its route in Redis and its last commands. On top stands the one sentence that says what is wrong, and how it is mended.</source>
        <translation>输入设备 ID 并按回车键。系统会逐步查看它的路径：防火墙、nginx、节点、会话、Redis 中的路由以及最近的命令。最上面用一句话说明问题所在以及如何修复。</translation>
    </message>
    <message>
        <source>&amp;Diagnose</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Look at the way of this device, step by step</source>
        <translation>逐步查看这台设备的路径</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show what is known by now</source>
        <translation>显示目前已知的内容</translation>
    </message>
    <message>
        <source>C&amp;opy the diagnosis</source>
        <translation>复制诊断</translation>
    </message>
    <message>
        <source>Copy sentence and steps as text</source>
        <translation>把结论和步骤复制为文本</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied the diagnosis</source>
        <translation>已复制诊断</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>How it is mended</source>
        <translation>如何修复</translation>
    </message>
    <message>
        <source>The way of the device</source>
        <translation>设备的路径</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Diagnose</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>One device at a time.</source>
        <translation>一次只能诊断一台设备。</translation>
    </message>
    <message>
        <source>This is no device id: 1 to 64 letters, digits and . _ : - are.</source>
        <translation>这不是设备 ID：须为 1 到 64 个字母、数字或 . _ : -。</translation>
    </message>
    <message>
        <source>asking the nodes about %1, and trying its way</source>
        <translation>正在向各节点询问 %1，并试走它的路径</translation>
    </message>
    <message>
        <source>To mend it: %1</source>
        <translation>修复办法：%1</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>%1: show what was seen</source>
        <translation>%1：显示看到的情况</translation>
    </message>
    <message>
        <source>The device that is asked about</source>
        <translation>所询问的设备</translation>
    </message>
</context>
<context>
    <name>lk::ui::DrainDialog</name>
    <message>
        <source>Drain a node</source>
        <translation>排空节点</translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln device(s) of %1 away?</source>
        <translation>
            <numerusform>将 %1 上的 %Ln 台设备移到其他节点？</numerusform>
        </translation>
    </message>
    <message>
        <source>The node is in this program. It lets no new device in, and tells those it has to come back elsewhere. Only a restart lets devices in again.</source>
        <translation>该节点就在本程序中。它不再接纳新设备，并通知现有设备到别处重连。只有重新启动后才能再次接纳设备。</translation>
    </message>
    <message>
        <source>The node lets no new device in, and tells those it has to come back elsewhere. A headless node ends when it is empty.</source>
        <translation>该节点不再接纳新设备，并通知现有设备到别处重连。无界面运行的节点在排空后结束。</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> 台/秒</translation>
    </message>
    <message>
        <source>Devices to send away each second</source>
        <translation>每秒移走的设备数</translation>
    </message>
    <message>
        <source>So that the other nodes can take them in; it can be changed while the node drains</source>
        <translation>好让其他节点来得及接纳；排空期间可以更改</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave the node as it is</source>
        <translation>让节点保持原样</translation>
    </message>
    <message numerus="yes">
        <source>Drain %1: send %Ln device(s) away</source>
        <translation>
            <numerusform>排空 %1：移走 %Ln 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>Begin at once</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>takes about %1</source>
        <translation>大约需要 %1</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最多</translation>
    </message>
</context>
<context>
    <name>lk::ui::DrainStrip</name>
    <message>
        <source>How the drain goes</source>
        <translation>排空的进展</translation>
    </message>
    <message>
        <source>Change the rate…</source>
        <translation>更改速率…</translation>
    </message>
    <message>
        <source>Send its devices away faster or slower</source>
        <translation>更快或更慢地移走它的设备</translation>
    </message>
    <message>
        <source>%1 drains</source>
        <translation>%1 正在排空</translation>
    </message>
    <message>
        <source>Change the rate of %1</source>
        <translation>更改 %1 的速率</translation>
    </message>
    <message>
        <source>%1 of %2 left</source>
        <translation>剩余 %1 / %2</translation>
    </message>
    <message>
        <source>%1 a second of the %2 asked for</source>
        <translation>每秒 %1 台，要求每秒 %2 台</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1 台</translation>
    </message>
    <message>
        <source>about %1 more</source>
        <translation>大约还需 %1</translation>
    </message>
    <message>
        <source>%1 is drained</source>
        <translation>%1 已排空</translation>
    </message>
    <message>
        <source>every connection has ended; a restart lets devices in again</source>
        <translation>所有连接都已结束；重新启动后才会再接纳设备</translation>
    </message>
</context>
<context>
    <name>lk::ui::DryRun</name>
    <message>
        <source>%1 bytes, and the node takes at most %2</source>
        <translation>%1 字节，而节点最多接受 %2</translation>
    </message>
    <message>
        <source>line %1, %2: %3</source>
        <translation>第 %1 行，%2：%3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>lk::ui::EventsModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
</context>
<context>
    <name>lk::ui::EventsPage</name>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Filter events</source>
        <translation>筛选事件</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Show all events again</source>
        <translation>重新显示全部事件</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>所有类型</translation>
    </message>
    <message>
        <source>Kind of event</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Show events of one kind only</source>
        <translation>只显示一种类型的事件</translation>
    </message>
    <message>
        <source>Warnings and problems</source>
        <translation>警告和问题</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Show only what is at least this grave</source>
        <translation>只显示不低于此严重程度的事件</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1 条</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>还没有发生任何事件</translation>
    </message>
    <message>
        <source>Connects and their close reasons, takeovers, refusals and commands that did not arrive stand here.</source>
        <translation>连接及其断开原因、接管、拒绝连接，以及没有送达的命令都会列在这里。</translation>
    </message>
    <message>
        <source>No event matches the filter</source>
        <translation>没有事件符合筛选条件</translation>
    </message>
    <message numerus="yes">
        <source>It hides %n event(s).</source>
        <translation>
            <numerusform>筛选隐藏了 %n 个事件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter: words of the event, id:demo-7, node:n1, addr:10.2., close:lost</source>
        <translation>筛选：事件中的词、id:demo-7、node:n1、addr:10.2.、close:lost</translation>
    </message>
    <message>
        <source>Show the &amp;device</source>
        <translation>显示设备</translation>
    </message>
    <message>
        <source>Show the device of the selected event among the devices, with all that is known of it</source>
        <translation>在设备页中显示所选事件的设备，以及关于它的一切</translation>
    </message>
    <message>
        <source>&amp;Only this device</source>
        <translation>仅此设备</translation>
    </message>
    <message>
        <source>Show the events of this device alone</source>
        <translation>只显示这台设备的事件</translation>
    </message>
    <message>
        <source>Go to the &amp;newest</source>
        <translation>转到最新</translation>
    </message>
    <message>
        <source>Go to the newest event, and follow again what happens</source>
        <translation>转到最新的事件，并继续跟随发生的事</translation>
    </message>
    <message>
        <source>All nodes</source>
        <translation>所有节点</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Show events of one node only</source>
        <translation>只显示一个节点的事件</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Show device</source>
        <translation>显示设备</translation>
    </message>
    <message>
        <source>Only this device</source>
        <translation>仅此设备</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>the newest %1; %2 older ones are no longer kept</source>
        <translation>最新的 %1 条；另有 %2 条较早的已不再保留</translation>
    </message>
    <message>
        <source>%1 of the newest %2; %3 older ones are no longer kept</source>
        <translation>最新 %2 条中的 %1 条；另有 %3 条较早的已不再保留</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new event(s)</source>
        <translation>
            <numerusform>%Ln 个新事件</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>All severities</source>
        <translation>所有级别</translation>
    </message>
    <message>
        <source>&amp;Why?</source>
        <translation>为什么(&amp;W)？</translation>
    </message>
    <message>
        <source>Find out why the device of the selected event did not get its command</source>
        <translation>查明所选事件的设备为什么没有收到命令</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
</context>
<context>
    <name>lk::ui::FilterEdit</name>
    <message>
        <source>What could be typed next</source>
        <translation>接下来可以输入的内容</translation>
    </message>
</context>
<context>
    <name>lk::ui::FindingCard</name>
    <message>
        <source>Why it matters</source>
        <translation>为什么重要</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>看到的情况</translation>
    </message>
    <message>
        <source>How it is mended</source>
        <translation>如何修复</translation>
    </message>
    <message>
        <source>To mend it: %1</source>
        <translation>修复办法：%1</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>Shows what will be done, before anything is</source>
        <translation>先显示将要做什么，然后才动手</translation>
    </message>
    <message>
        <source>Undo: %1…</source>
        <translation>撤销：%1…</translation>
    </message>
    <message>
        <source>Shows what takes it back, before anything is done</source>
        <translation>先显示如何撤销，然后才动手</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>End the command that runs, and begin no other</source>
        <translation>结束正在运行的命令，不再开始其他命令</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>结果如何</translation>
    </message>
    <message>
        <source>Taking it back…</source>
        <translation>正在撤销…</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>正在运行…</translation>
    </message>
</context>
<context>
    <name>lk::ui::GoneNodesModel</name>
    <message>
        <source>started anew</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>ended, with no drain seen</source>
        <translation>已结束，未见排空</translation>
    </message>
    <message>
        <source>drained, and ended</source>
        <translation>已排空并结束</translation>
    </message>
    <message>
        <source>did not answer any more, and ended</source>
        <translation>不再应答，已结束</translation>
    </message>
    <message>
        <source>died: its lease ended</source>
        <translation>已失效：租约到期</translation>
    </message>
    <message>
        <source>How many it had when it was last heard</source>
        <translation>最后一次收到消息时有多少</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Gone at</source>
        <translation>离开时间</translation>
    </message>
    <message>
        <source>How it went</source>
        <translation>如何离开</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Ran for</source>
        <translation>运行时长</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
</context>
<context>
    <name>lk::ui::KeptFile</name>
    <message>
        <source>it is too large</source>
        <translation>文件太大</translation>
    </message>
</context>
<context>
    <name>lk::ui::MainWindow</name>
    <message>
        <source>Linekeeper</source>
        <translation>Linekeeper</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>概览(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Devices</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Commands</source>
        <translation>命令(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Nodes</source>
        <translation>节点(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Setup</source>
        <translation>环境(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Events</source>
        <translation>事件(&amp;E)</translation>
    </message>
    <message>
        <source>Dia&amp;gnose</source>
        <translation>诊断(&amp;G)</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>&amp;Linekeeper</source>
        <translation>&amp;Linekeeper</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>查看(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>De&amp;mo</source>
        <translation>演示(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Link to the node</source>
        <translation>与节点的连接</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>总线</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>no listener</source>
        <translation>没有监听</translation>
    </message>
    <message>
        <source>bus: %1</source>
        <translation>总线：%1</translation>
    </message>
    <message>
        <source>bus: %1, away</source>
        <translation>总线：%1，已断开</translation>
    </message>
    <message>
        <source>sessions: %1</source>
        <translation>会话：%1</translation>
    </message>
    <message>
        <source>the link to the node was lost</source>
        <translation>与节点的连接已断开</translation>
    </message>
    <message>
        <source>Connecting to the node.</source>
        <translation>正在连接节点。</translation>
    </message>
    <message>
        <source>The link to the node is lost.</source>
        <translation>与节点的连接已断开。</translation>
    </message>
    <message>
        <source>What you see is from before.</source>
        <translation>您看到的是之前的情况。</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>node %1</source>
        <translation>节点 %1</translation>
    </message>
    <message>
        <source>the whole cluster</source>
        <translation>整个集群</translation>
    </message>
    <message>
        <source>Stop demo devices</source>
        <translation>停止演示设备</translation>
    </message>
    <message>
        <source>Start demo devices</source>
        <translation>启动演示设备</translation>
    </message>
    <message>
        <source>The demo devices have left</source>
        <translation>演示设备已离开</translation>
    </message>
    <message>
        <source>No demo devices: %1</source>
        <translation>没有演示设备：%1</translation>
    </message>
    <message>
        <source>The theme is not remembered: %1</source>
        <translation>主题未能保存：%1</translation>
    </message>
    <message numerus="yes">
        <source>The checks found %n problem(s).</source>
        <translation>
            <numerusform>检查发现 %n 个问题。</numerusform>
        </translation>
    </message>
    <message>
        <source>About Linekeeper</source>
        <translation>关于 Linekeeper</translation>
    </message>
    <message>
        <source>Linekeeper %1</source>
        <translation>Linekeeper %1</translation>
    </message>
    <message>
        <source>Quit Linekeeper</source>
        <translation>退出 Linekeeper</translation>
    </message>
    <message numerus="yes">
        <source>Quit with %n device(s) connected?</source>
        <translation>
            <numerusform>有 %n 台设备在线，仍要退出？</numerusform>
        </translation>
    </message>
    <message>
        <source>The node is in this program: the devices are told that it drains, and have to come back elsewhere or later.</source>
        <translation>节点就在本程序中：设备会得知节点正在排空，只能到别处重连，或稍后再来。</translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n device(s) and quit</source>
        <translation>
            <numerusform>断开 %n 台设备并退出</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>The language is not remembered: %1</source>
        <translation>语言未能保存：%1</translation>
    </message>
    <message>
        <source>Whether anything can be changed</source>
        <translation>是否可以改动</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>%1 (read-only)</source>
        <translation>%1（只读）</translation>
    </message>
    <message>
        <source>This desktop has no tray. %1</source>
        <translation>此桌面没有托盘。%1</translation>
    </message>
    <message>
        <source>Linekeeper goes on</source>
        <translation>Linekeeper 继续运行</translation>
    </message>
    <message>
        <source>The window closes, and Linekeeper goes on in the tray.</source>
        <translation>窗口会关闭，Linekeeper 在托盘中继续运行。</translation>
    </message>
    <message>
        <source>Devices stay connected. To end the program choose Quit, in the tray or in the Linekeeper menu, where closing to the tray can be switched off, too.</source>
        <translation>设备保持连接。要结束程序，请在托盘或 Linekeeper 菜单中选择“退出”；“关闭到托盘”也可在该菜单中关掉。</translation>
    </message>
    <message>
        <source>Keeps the lines to devices: live sessions, commands, and why one did not arrive.

Apache License 2.0. Built with Qt %1.</source>
        <translation>守住设备的线路：实时会话、命令，以及命令为什么没有送达。

许可证：Apache License 2.0。基于 Qt %1 构建。</translation>
    </message>
    <message>
        <source>nodes: none known</source>
        <translation>节点：未知</translation>
    </message>
    <message>
        <source>nodes: %1 of %2 answer</source>
        <translation>节点：%1 / %2 应答</translation>
    </message>
    <message>
        <source>sessions: %1 here, others not known</source>
        <translation>会话：此处 %1 个，其他未知</translation>
    </message>
    <message>
        <source>Quit before everything is done?</source>
        <translation>事情尚未全部完成，要退出吗？</translation>
    </message>
    <message>
        <source>Quit all the same</source>
        <translation>仍然退出</translation>
    </message>
</context>
<context>
    <name>lk::ui::NameDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Do nothing</source>
        <translation>什么也不做</translation>
    </message>
</context>
<context>
    <name>lk::ui::NginxPanel</name>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>重新加载</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Read nginx&apos;s configuration and the nodes anew</source>
        <translation>重新读取 nginx 的配置和各节点</translation>
    </message>
    <message>
        <source>&amp;Copy the configuration</source>
        <translation>复制配置</translation>
    </message>
    <message>
        <source>Copy what the live nodes ask for, to be put in by hand</source>
        <translation>复制按当前在线节点应有的配置，以便手工填入</translation>
    </message>
    <message>
        <source>&amp;Test nginx…</source>
        <translation>测试 nginx…</translation>
    </message>
    <message>
        <source>Says what will be tested; then nginx is asked whether it takes the change, on a copy</source>
        <translation>先说明将测试什么，然后在副本上询问 nginx 是否接受改动</translation>
    </message>
    <message>
        <source>&amp;Apply to nginx…</source>
        <translation>应用到 nginx…</translation>
    </message>
    <message>
        <source>Says what will be changed; then changes it, reloads nginx and tries it, or takes it back</source>
        <translation>先说明将改动什么，然后改动、重新加载 nginx 并试连，不成则撤回</translation>
    </message>
    <message>
        <source>&amp;Reload nginx…</source>
        <translation>重新加载 nginx…</translation>
    </message>
    <message>
        <source>Says what a reload means for the devices; then nginx reads its configuration anew</source>
        <translation>先说明重新加载对设备意味着什么，然后让 nginx 重新读取配置</translation>
    </message>
    <message>
        <source>Roll &amp;back nginx…</source>
        <translation>回滚 nginx…</translation>
    </message>
    <message>
        <source>Says what will be restored; then takes the last change of Linekeeper back</source>
        <translation>先说明将恢复什么，然后撤回 Linekeeper 的上一次改动</translation>
    </message>
    <message>
        <source>&amp;Stop nginx…</source>
        <translation>停止 nginx…</translation>
    </message>
    <message>
        <source>Says how many devices it cuts; then ends nginx at once</source>
        <translation>先说明会断开多少台设备，然后立即结束 nginx</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Give it up; a change that was begun is taken back</source>
        <translation>放弃操作；已经开始的改动会撤回</translation>
    </message>
    <message>
        <source>Test…</source>
        <translation>测试…</translation>
    </message>
    <message>
        <source>Apply…</source>
        <translation>应用…</translation>
    </message>
    <message>
        <source>Reload…</source>
        <translation>重新加载…</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>回滚…</translation>
    </message>
    <message>
        <source>Stop nginx…</source>
        <translation>停止 nginx…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Copied the configuration</source>
        <translation>已复制配置</translation>
    </message>
    <message>
        <source>The nginx in use</source>
        <translation>正在使用的 nginx</translation>
    </message>
    <message>
        <source>Configuration file</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>Which file of nginx&apos;s configuration is shown</source>
        <translation>显示 nginx 配置的哪个文件</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>正在使用</translation>
    </message>
    <message>
        <source>As the live nodes ask for it</source>
        <translation>按当前在线节点应有的样子</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Reading nginx&apos;s configuration…</source>
        <translation>正在读取 nginx 的配置…</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1（新）</translation>
    </message>
    <message>
        <source>No server of nginx&apos;s stream block leads devices to a node.</source>
        <translation>nginx 的 stream 块中没有任何 server 把设备引向节点。</translation>
    </message>
    <message>
        <source>nginx was not looked at yet</source>
        <translation>尚未查看 nginx</translation>
    </message>
    <message>
        <source>nginx can&apos;t be shown</source>
        <translation>无法显示 nginx</translation>
    </message>
    <message>
        <source>process %1</source>
        <translation>进程 %1</translation>
    </message>
    <message>
        <source>does not run</source>
        <translation>没有运行</translation>
    </message>
    <message>
        <source>%1, %2, with %3</source>
        <translation>%1，%2，配置文件 %3</translation>
    </message>
    <message>
        <source>What differs is marked. Nothing is changed before Apply.</source>
        <translation>不同之处已标出。点“应用”之前不会改动任何内容。</translation>
    </message>
    <message>
        <source>It is as the live nodes ask for it: there is nothing to apply.</source>
        <translation>已与当前在线节点的要求一致：无需应用。</translation>
    </message>
    <message>
        <source>%1: nothing was done</source>
        <translation>%1：什么也没有做</translation>
    </message>
    <message>
        <source>Finding out what it will do…</source>
        <translation>正在弄清将要做什么…</translation>
    </message>
    <message>
        <source>%1 nginx</source>
        <translation>%1 nginx</translation>
    </message>
    <message>
        <source>This is what will be done with nginx&apos;s configuration %1</source>
        <translation>将对 nginx 的配置 %1 做以下操作</translation>
    </message>
    <message>
        <source>Begin at once</source>
        <translation>立即开始</translation>
    </message>
    <message numerus="yes">
        <source>Stop nginx, and cut up to %n device(s)?</source>
        <translation>
            <numerusform>停止 nginx，并断开多达 %n 台设备？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop nginx: cut %n device(s)</source>
        <translation>
            <numerusform>停止 nginx：断开 %n 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is to be changed: nginx is as the live nodes ask for it</source>
        <translation>无需改动：nginx 已与当前在线节点的要求一致</translation>
    </message>
    <message>
        <source>What will be done, in this order</source>
        <translation>将按此顺序进行</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>这意味着什么</translation>
    </message>
    <message>
        <source>The change</source>
        <translation>改动内容</translation>
    </message>
    <message>
        <source>%1 is under way</source>
        <translation>正在进行：%1</translation>
    </message>
    <message>
        <source>%1 nginx…</source>
        <translation>正在%1 nginx…</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1：已完成</translation>
    </message>
    <message>
        <source>%1: it did not hold, and all is as it was before</source>
        <translation>%1：没有成功，一切已恢复原样</translation>
    </message>
    <message>
        <source>%1: not done</source>
        <translation>%1：未完成</translation>
    </message>
    <message>
        <source>. A probe reached the node %1</source>
        <translation>。探测已到达节点 %1</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
</context>
<context>
    <name>lk::ui::NginxPickPanel</name>
    <message>
        <source>What one address does to it</source>
        <translation>单个地址的影响</translation>
    </message>
    <message>
        <source>10.2.0.7 or 2001:db8::7</source>
        <translation>10.2.0.7 或 2001:db8::7</translation>
    </message>
    <message>
        <source>Address of a device</source>
        <translation>设备的地址</translation>
    </message>
    <message>
        <source>The address that nginx sees, IPv4 or IPv6, without a port: behind a NAT, the NAT&apos;s</source>
        <translation>nginx 看到的地址，IPv4 或 IPv6，不带端口：设备在 NAT 之后时，填 NAT 的地址</translation>
    </message>
    <message>
        <source>The node that nginx picks</source>
        <translation>nginx 选中的节点</translation>
    </message>
    <message>
        <source>Which node does nginx pick for this address?</source>
        <translation>nginx 会为这个地址选哪个节点？</translation>
    </message>
    <message>
        <source>Who goes where</source>
        <translation>节点分配</translation>
    </message>
    <message>
        <source>nginx was not looked at yet</source>
        <translation>尚未查看 nginx</translation>
    </message>
    <message>
        <source>The node of each address stands here, and each node&apos;s share of the devices connected now.</source>
        <translation>这里会列出每个地址对应的节点，以及每个节点在当前在线设备中所占的份额。</translation>
    </message>
    <message>
        <source>No server of nginx&apos;s stream block leads devices to a node, so none is picked. The nginx tab has a block that does.</source>
        <translation>nginx 的 stream 块中没有任何 server 把设备引向节点，所以无从选择。“nginx”页中有可用的配置块。</translation>
    </message>
    <message>
        <source>There is nothing that nginx could pick</source>
        <translation>nginx 没有可选的节点</translation>
    </message>
    <message>
        <source>Type the address of a device, as nginx sees it.</source>
        <translation>输入 nginx 看到的设备地址。</translation>
    </message>
    <message>
        <source>This is no address: leave the port out, as in 10.2.0.7.</source>
        <translation>这不是地址：请去掉端口，例如 10.2.0.7。</translation>
    </message>
    <message>
        <source>This is no address: type an IPv4 or IPv6 address, as 10.2.0.7 or 2001:db8::7.</source>
        <translation>这不是地址：请输入 IPv4 或 IPv6 地址，例如 10.2.0.7 或 2001:db8::7。</translation>
    </message>
    <message>
        <source>That can&apos;t be told from the address</source>
        <translation>仅凭地址无法判断</translation>
    </message>
    <message>
        <source>The hash at %1 is made of %2, which holds more than the address.</source>
        <translation>%1 处的哈希由 %2 计算，其中不只有地址。</translation>
    </message>
    <message>
        <source>By its hash, so each time, while the upstream at %1 stays as it is and the server answers.</source>
        <translation>按地址的哈希，因此只要 %1 处的 upstream 不变、该服务器有应答，每次都是它。</translation>
    </message>
    <message>
        <source>It is the only server of the upstream at %1.</source>
        <translation>它是 %1 处的 upstream 中唯一的服务器。</translation>
    </message>
    <message>
        <source>Another one each time</source>
        <translation>每次都不同</translation>
    </message>
    <message>
        <source>The upstream at %1 takes turns: put hash $remote_addr consistent; into it, and an address stays with its node.</source>
        <translation>%1 处的 upstream 轮流分配：加入 hash $remote_addr consistent; 后，同一地址会固定到同一节点。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Every server of the upstream at %1 is marked as down.</source>
        <translation>%1 处的 upstream 中所有服务器都标记为 down。</translation>
    </message>
    <message>
        <source>No device is connected now, so only the ring itself is known.</source>
        <translation>现在没有设备在线，所以只知道哈希环本身。</translation>
    </message>
    <message>
        <source>%1 of the devices come from one address, %2 (%3 devices). It is most likely a NAT: they all go to one node, whatever the weights are.</source>
        <translation>%1 的设备来自同一个地址 %2（%3 台设备）。这多半是 NAT：不论权重如何，它们全都会去同一个节点。</translation>
    </message>
    <message>
        <source>The address with most devices is %1: %2 of them, %3 of all. No address outweighs the others.</source>
        <translation>设备最多的地址是 %1：%2 台，占全部的 %3。没有哪个地址独占过多。</translation>
    </message>
    <message numerus="yes">
        <source>Where %n device(s) connected now would go</source>
        <translation>
            <numerusform>当前在线的 %n 台设备会去哪里</numerusform>
        </translation>
    </message>
    <message>
        <source>; of %1 more the address does not decide</source>
        <translation>；另有 %1 台无法由地址决定</translation>
    </message>
    <message>
        <source>Node (server)</source>
        <translation>节点（服务器）</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>份额</translation>
    </message>
    <message>
        <source>Of the ring</source>
        <translation>占哈希环</translation>
    </message>
    <message>
        <source>Its largest address</source>
        <translation>设备最多的地址</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>lk::ui::NodeShare</name>
    <message>
        <source>The cluster</source>
        <translation>集群</translation>
    </message>
    <message numerus="yes">
        <source>The cluster: %n node(s)</source>
        <translation>
            <numerusform>集群：%n 个节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The cluster: %1 of %n node(s) answer</source>
        <translation>
            <numerusform>集群：%n 个节点中有 %1 个应答</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Address for devices</source>
        <translation>设备接入地址</translation>
    </message>
    <message>
        <source>Sessions and share</source>
        <translation>会话与份额</translation>
    </message>
    <message>
        <source>Redis is away, so no node can be seen.</source>
        <translation>Redis 已断开，因此看不到任何节点。</translation>
    </message>
    <message>
        <source>No node is known yet. Each node that shares this Redis is listed here.</source>
        <translation>还没有已知的节点。凡是共用此 Redis 的节点都会列在这里。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>lk::ui::NodesModel</name>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>draining, %1 left</source>
        <translation>排空中，剩余 %1</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>no listener</source>
        <translation>没有监听</translation>
    </message>
    <message>
        <source>Of all sessions, how many are at this node</source>
        <translation>所有会话中有多少在这个节点上</translation>
    </message>
    <message>
        <source>Reports that the node&apos;s devices sent in the last second</source>
        <translation>节点的设备在最近一秒内的上报数</translation>
    </message>
    <message>
        <source>Of 100 commands of the last minute, 99 were acknowledged within this time</source>
        <translation>最近一分钟内，每 100 条命令有 99 条在此时间内得到确认</translation>
    </message>
    <message>
        <source>How long the node counts as alive if it says nothing more; it renews this all the time</source>
        <translation>节点若不再出声，还会被视为存活多久；节点会不断续租</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>份额</translation>
    </message>
    <message>
        <source>Reports/s</source>
        <translation>上报/秒</translation>
    </message>
    <message>
        <source>p99 ack</source>
        <translation>p99 确认</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Lease</source>
        <translation>租约</translation>
    </message>
    <message>
        <source>Up for</source>
        <translation>运行时长</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>How late the node&apos;s threads come to what is due, 99 of 100 times within the last minute: its load</source>
        <translation>最近一分钟内，每 100 次有 99 次，节点线程处理到期事务的延迟在此时间内：即节点的负载</translation>
    </message>
    <message>
        <source>Listens on %1</source>
        <translation>监听 %1</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>循环延迟</translation>
    </message>
    <message>
        <source>drained</source>
        <translation>已排空</translation>
    </message>
</context>
<context>
    <name>lk::ui::NodesPage</name>
    <message>
        <source>&amp;Drain…</source>
        <translation>排空…</translation>
    </message>
    <message>
        <source>Send the node&apos;s devices to others, at a rate, and let no new one in</source>
        <translation>按一定速率把节点上的设备送到其他节点，并不再接纳新设备</translation>
    </message>
    <message>
        <source>Show its de&amp;vices</source>
        <translation>显示它的设备</translation>
    </message>
    <message>
        <source>Go to the devices of the selected node</source>
        <translation>转到所选节点的设备</translation>
    </message>
    <message>
        <source>Copy &amp;address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy where devices find the selected node</source>
        <translation>复制所选节点的设备接入地址</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Copied %1</source>
        <translation>已复制 %1</translation>
    </message>
    <message>
        <source>Show its devices</source>
        <translation>显示它的设备</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Drain %1…</source>
        <translation>排空 %1…</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>排空…</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2 answer</source>
        <translation>%1 / %2 个应答</translation>
    </message>
    <message>
        <source>; others may be there, as Redis is away</source>
        <translation>；由于 Redis 已断开，可能还有其他节点</translation>
    </message>
    <message>
        <source>Redis is away</source>
        <translation>Redis 已断开</translation>
    </message>
    <message>
        <source>%1 does not drain: %2</source>
        <translation>%1 没有开始排空：%2</translation>
    </message>
    <message>
        <source>%1 drains, %2 devices a second</source>
        <translation>%1 正在排空，每秒 %2 台设备</translation>
    </message>
    <message>
        <source>&amp;Kick its devices…</source>
        <translation>将它的设备踢下线…</translation>
    </message>
    <message>
        <source>End all sessions of the selected node at once; its devices may come back at once</source>
        <translation>立即结束所选节点的全部会话；它的设备可以马上重新连接</translation>
    </message>
    <message>
        <source>&amp;Forget gone nodes</source>
        <translation>清除已离开的节点</translation>
    </message>
    <message>
        <source>Take the nodes that are gone off the page</source>
        <translation>把已离开的节点从页面移除</translation>
    </message>
    <message>
        <source>Nodes that are gone</source>
        <translation>已离开的节点</translation>
    </message>
    <message>
        <source>Stop kicking</source>
        <translation>停止踢下线</translation>
    </message>
    <message>
        <source>Kick its devices…</source>
        <translation>将它的设备踢下线…</translation>
    </message>
    <message>
        <source>Kick the devices of a node</source>
        <translation>将节点的设备踢下线</translation>
    </message>
    <message numerus="yes">
        <source>Kick %Ln device(s) of %1?</source>
        <translation>
            <numerusform>将 %1 的 %Ln 台设备踢下线？</numerusform>
        </translation>
    </message>
    <message>
        <source>All their sessions end at once, and they may all come back at once. To empty a node gently, drain it.</source>
        <translation>它们的会话会同时结束，并可能同时重新连接。要平稳地清空节点，请用排空。</translation>
    </message>
    <message numerus="yes">
        <source>Kick %Ln device(s)</source>
        <translation>
            <numerusform>将 %Ln 台设备踢下线</numerusform>
        </translation>
    </message>
    <message>
        <source>Kicked %1 of %2 devices of %3</source>
        <translation>已将 %3 的 %2 台设备中的 %1 台踢下线</translation>
    </message>
    <message>
        <source>%1; %2 were no longer connected</source>
        <translation>%1；%2 台已不在线</translation>
    </message>
    <message>
        <source>The devices of %1 are not kicked: %2</source>
        <translation>未将 %1 的设备踢下线：%2</translation>
    </message>
    <message>
        <source>Which nodes there are is kept in Redis, and there is no link to it: %1</source>
        <translation>节点的信息保存在 Redis 中，而现在连不上 Redis。%1</translation>
    </message>
    <message>
        <source>No node is running</source>
        <translation>没有节点在运行</translation>
    </message>
    <message>
        <source>Each gateway node that shares this Redis is listed here, with its lease, load and state. Start one with: linekeeper --headless --redis %1</source>
        <translation>凡是共用此 Redis 的网关节点都会列在这里，包括租约、负载和状态。启动一个节点：linekeeper --headless --redis %1</translation>
    </message>
</context>
<context>
    <name>lk::ui::OutcomeBar</name>
    <message>
        <source>%1 of %2 done</source>
        <translation>已完成 %1 / %2</translation>
    </message>
</context>
<context>
    <name>lk::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Devices that are connected and have said HELLO; the last 10 minutes</source>
        <translation>已连接并发出 HELLO 的设备；最近 10 分钟</translation>
    </message>
    <message>
        <source>Reports that devices sent; the last 10 minutes</source>
        <translation>设备发来的上报；最近 10 分钟</translation>
    </message>
    <message>
        <source>Commands that came to their end; the last 10 minutes</source>
        <translation>已经结束的命令；最近 10 分钟</translation>
    </message>
    <message>
        <source>p99 to acknowledge</source>
        <translation>p99 确认耗时</translation>
    </message>
    <message>
        <source>Of 100 commands of the last minute, 99 were acknowledged by their device within this time</source>
        <translation>最近一分钟内，每 100 条命令有 99 条在此时间内得到设备确认</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Memory that the node&apos;s process holds; the last 10 minutes</source>
        <translation>节点进程占用的内存；最近 10 分钟</translation>
    </message>
    <message>
        <source>Point a device here</source>
        <translation>设备请连接到这里</translation>
    </message>
    <message>
        <source>Address for devices</source>
        <translation>设备接入地址</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the address for devices</source>
        <translation>复制设备接入地址</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>总线</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Number of demo devices</source>
        <translation>演示设备数量</translation>
    </message>
    <message>
        <source>How many demo devices to start</source>
        <translation>要启动多少台演示设备</translation>
    </message>
    <message>
        <source>Then choose a device and send it a command: you see it written, acknowledged and done, or the reason why not.</source>
        <translation>然后选一台设备，给它发一条命令：您会看到命令已写出、已确认、已完成，或者未完成的原因。</translation>
    </message>
    <message>
        <source>Warnings and problems</source>
        <translation>警告和问题</translation>
    </message>
    <message>
        <source>No warning so far</source>
        <translation>目前没有警告</translation>
    </message>
    <message>
        <source>Commands that did not arrive, refused connections and whatever else needs a look would stand here.</source>
        <translation>没有送达的命令、被拒绝的连接以及其他需要留意的事情会列在这里。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln connection(s)</source>
        <translation>
            <numerusform>%Ln 个连接</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 since the start</source>
        <translation>启动以来 %1</translation>
    </message>
    <message>
        <source>%1 done, %2 not</source>
        <translation>%1 条完成，%2 条未完成</translation>
    </message>
    <message>
        <source>p50 %1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>loop lag p99 %1</source>
        <translation>循环延迟 p99 %1</translation>
    </message>
    <message>
        <source>No node</source>
        <translation>没有节点</translation>
    </message>
    <message>
        <source>Node %1</source>
        <translation>节点 %1</translation>
    </message>
    <message>
        <source>no listener</source>
        <translation>没有监听</translation>
    </message>
    <message>
        <source>in memory, this node only</source>
        <translation>内存，仅限本节点</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This console runs no node of its own, so it has no demo devices. Point a device at a node of the cluster, or run demo devices there: linekeeper simulate --target ADDR:PORT --devices 50</source>
        <translation>此控制台没有自己的节点，因此没有演示设备。请让设备连接集群中的节点，或者在那里运行演示设备：linekeeper simulate --target ADDR:PORT --devices 50</translation>
    </message>
    <message>
        <source>This console looks at a node of another program, where it can&apos;t start demo devices.</source>
        <translation>此控制台查看的是另一个程序的节点，无法在那里启动演示设备。</translation>
    </message>
    <message numerus="yes">
        <source>Running: %n demo device(s), which report to this node and acknowledge commands.</source>
        <translation>
            <numerusform>正在运行：%n 台演示设备，它们向本节点上报，并确认命令。</numerusform>
        </translation>
    </message>
    <message>
        <source>No device at hand? Demo devices connect to this node, report, and acknowledge commands.</source>
        <translation>手边没有设备？演示设备会连接到本节点、上报，并确认命令。</translation>
    </message>
    <message>
        <source>Copied %1</source>
        <translation>已复制 %1</translation>
    </message>
    <message>
        <source>Reports/s</source>
        <translation>每秒上报数</translation>
    </message>
    <message>
        <source>Commands/s</source>
        <translation>每秒命令数</translation>
    </message>
    <message>
        <source>none in the last minute</source>
        <translation>最近一分钟无确认</translation>
    </message>
    <message>
        <source>&amp;Why?</source>
        <translation>为什么(&amp;W)？</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Find out why the device of the selected row did not get its command</source>
        <translation>查明所选行的设备为什么没有收到命令</translation>
    </message>
    <message>
        <source>%1 here</source>
        <translation>此处 %1</translation>
    </message>
    <message>
        <source>others not known</source>
        <translation>其他未知</translation>
    </message>
    <message>
        <source>Takes no device any more: it drains or has drained</source>
        <translation>不再接入设备：正在排空或已排空</translation>
    </message>
    <message>
        <source>This node drains or has drained, and lets no device in, demo devices neither.</source>
        <translation>此节点正在排空或已排空，不再接入任何设备，演示设备也不例外。</translation>
    </message>
</context>
<context>
    <name>lk::ui::PayloadEdit</name>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>The bytes for the device, as text, hex or JSON. {device} stands for the device&apos;s id, {counter} for the number of the command, {name} for a column of the CSV file; {{name} is {name} itself</source>
        <translation>发给设备的字节，可写成文本、十六进制或 JSON。{device} 代表设备 ID，{counter} 代表命令的序号，{name} 代表 CSV 文件中的一列；{{name} 就是 {name} 本身</translation>
    </message>
    <message>
        <source>for example: relay on</source>
        <translation>例如：relay on</translation>
    </message>
</context>
<context>
    <name>lk::ui::PayloadTemplate</name>
    <message>
        <source>nothing stands for {%1}: there are %2; write {{%1} for the text itself</source>
        <translation>{%1} 没有对应的内容：可用的有 %2；要写文本本身，请写 {{%1}</translation>
    </message>
</context>
<context>
    <name>lk::ui::ReadOnlyControl</name>
    <message>
        <source>this connection is read-only; switch that off in the Linekeeper menu</source>
        <translation>此连接为只读；请在 Linekeeper 菜单中关掉</translation>
    </message>
</context>
<context>
    <name>lk::ui::ReadOnlyGuard</name>
    <message>
        <source>This connection is read-only.</source>
        <translation>此连接为只读。</translation>
    </message>
</context>
<context>
    <name>lk::ui::SavedFilters</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>lk::ui::SavedFiltersDialog</name>
    <message>
        <source>Saved filters</source>
        <translation>已保存的筛选</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>应用(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>Show the devices that this filter lets through (Return)</source>
        <translation>显示符合此筛选的设备 (Return)</translation>
    </message>
    <message>
        <source>Give the filter another name (F2)</source>
        <translation>给筛选改名 (F2)</translation>
    </message>
    <message>
        <source>Forget the filter (Del)</source>
        <translation>删除筛选 (Del)</translation>
    </message>
    <message>
        <source>Leave the filters as they are now (Esc)</source>
        <translation>筛选保持现状 (Esc)</translation>
    </message>
    <message>
        <source>Forget the filter</source>
        <translation>删除筛选</translation>
    </message>
</context>
<context>
    <name>lk::ui::SendManyDialog</name>
    <message>
        <source>Only to those that are connected now</source>
        <translation>只发送给当前在线的设备</translation>
    </message>
    <message>
        <source>Send to many</source>
        <translation>批量发送</translation>
    </message>
    <message>
        <source>Connected now</source>
        <translation>当前在线</translation>
    </message>
    <message>
        <source>A node holds them</source>
        <translation>有节点持有它们的会话</translation>
    </message>
    <message>
        <source>Away, seen before</source>
        <translation>离线，曾经见过</translation>
    </message>
    <message>
        <source>No node holds them now, but this console has seen them</source>
        <translation>现在没有节点持有它们的会话，但此控制台见过它们</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>No node holds them, and this console has never seen them: look for slips</source>
        <translation>没有节点持有它们的会话，此控制台也从未见过：请检查是否写错</translation>
    </message>
    <message>
        <source>More than once</source>
        <translation>重复出现</translation>
    </message>
    <message>
        <source>Each time that a device stands there it gets a command</source>
        <translation>设备每出现一次，就会收到一条命令</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>The bytes for the devices, with nothing around them</source>
        <translation>发给设备的字节，不含其他内容</translation>
    </message>
    <message>
        <source>The first one</source>
        <translation>第一条</translation>
    </message>
    <message>
        <source>The payload of the first command, as its device gets it</source>
        <translation>第一条命令的载荷，即设备收到的样子</translation>
    </message>
    <message>
        <source>What has to be mended</source>
        <translation>需要修正的内容</translation>
    </message>
    <message>
        <source>The others get nothing, and do not stand in the results</source>
        <translation>其他设备什么也收不到，也不会出现在结果中</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> 条/秒</translation>
    </message>
    <message>
        <source>Commands to send each second</source>
        <translation>每秒发送的命令数</translation>
    </message>
    <message>
        <source>At most so many are sent each second, so that devices and nodes keep up</source>
        <translation>每秒最多发送这么多，好让设备和节点跟得上</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send nothing</source>
        <translation>不发送</translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln command(s)?</source>
        <translation>
            <numerusform>发送 %Ln 条命令？</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the targets: %1 so far</source>
        <translation>正在查看目标：目前 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1: %2 and others</source>
        <translation>%1：%2 等</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 bytes each, %2 in all</source>
        <translation>每条 %1 字节，共 %2</translation>
    </message>
    <message>
        <source>%1 to %2 bytes each, %3 in all</source>
        <translation>每条 %1 到 %2 字节，共 %3</translation>
    </message>
    <message>
        <source>All of them are connected.</source>
        <translation>全部在线。</translation>
    </message>
    <message>
        <source>Commands for devices that are away wait for them.</source>
        <translation>发给离线设备的命令会等它们上线。</translation>
    </message>
    <message>
        <source>Live commands for devices that are away end at once as offline.</source>
        <translation>发给离线设备的实时命令会立即以离线结束。</translation>
    </message>
    <message>
        <source>takes about %1</source>
        <translation>大约需要 %1</translation>
    </message>
    <message numerus="yes">
        <source>Send to %Ln device(s)</source>
        <translation>
            <numerusform>发送给 %Ln 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>Begin at once; it can be stopped</source>
        <translation>立即开始；可以中途停止</translation>
    </message>
    <message numerus="yes">
        <source>%Ln payload(s) can&apos;t be sent; mend these first:</source>
        <translation>
            <numerusform>%Ln 个载荷无法发送；请先修正：</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nobody to send to.</source>
        <translation>没有可以发送的设备。</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最多</translation>
    </message>
</context>
<context>
    <name>lk::ui::SettingsDialog</name>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>nginx</source>
        <translation>nginx</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>设置的各部分</translation>
    </message>
    <message>
        <source>Write the settings&apos; file, and give the running node what it takes at once</source>
        <translation>写入设置文件，并让正在运行的节点立即采用能采用的设置</translation>
    </message>
    <message>
        <source>Leave the settings as they were</source>
        <translation>设置保持原样</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>文件：%1</translation>
    </message>
    <message>
        <source>Settings&apos; file</source>
        <translation>设置文件</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>Settings saved</source>
        <translation>设置已保存</translation>
    </message>
    <message>
        <source>Settings saved; %1 at the next start</source>
        <translation>设置已保存；%1 在下次启动时生效</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <translation>设置：%1</translation>
    </message>
</context>
<context>
    <name>lk::ui::SettingsEditor</name>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Default of %1</source>
        <translation>%1 的默认值</translation>
    </message>
    <message>
        <source>Back to the default: %1</source>
        <translation>恢复默认值：%1</translation>
    </message>
    <message>
        <source>Must be %1</source>
        <translation>必须是%1</translation>
    </message>
    <message>
        <source>takes effect at the next start</source>
        <translation>下次启动时生效</translation>
    </message>
    <message>
        <source>decided by a flag of this start</source>
        <translation>由本次启动的命令行参数决定</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Name of this gateway node in the cluster; the host&apos;s name when empty</source>
        <translation>此网关节点在集群中的名称；留空则用主机名</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Where devices connect, ADDR:PORT; port 0 picks one; empty runs no node</source>
        <translation>设备接入的地址，地址:端口；端口 0 为自动选择；留空则不运行节点</translation>
    </message>
    <message>
        <source>I/O threads</source>
        <translation>I/O 线程数</translation>
    </message>
    <message>
        <source>Threads that serve sockets; 0 is one per core, at most 8</source>
        <translation>处理套接字的线程数；0 为每核一个，最多 8 个</translation>
    </message>
    <message>
        <source>Hello timeout</source>
        <translation>HELLO 超时</translation>
    </message>
    <message>
        <source>Time a new connection has for its whole HELLO</source>
        <translation>新连接须在此时间内发完整个 HELLO</translation>
    </message>
    <message>
        <source>Keepalive</source>
        <translation>保活</translation>
    </message>
    <message>
        <source>Keepalive of a device that asks for none</source>
        <translation>未指定保活时间的设备所用的保活时间</translation>
    </message>
    <message>
        <source>Keepalive max</source>
        <translation>最长保活时间</translation>
    </message>
    <message>
        <source>Longest keepalive that a device is given</source>
        <translation>允许设备使用的最长保活时间</translation>
    </message>
    <message>
        <source>Max payload</source>
        <translation>载荷上限</translation>
    </message>
    <message>
        <source>Largest payload of one frame</source>
        <translation>单个帧的最大载荷</translation>
    </message>
    <message>
        <source>Max sessions</source>
        <translation>会话上限</translation>
    </message>
    <message>
        <source>Most connections at a time; 0 is no limit but the descriptors</source>
        <translation>同时连接的最大数量；0 为只受文件描述符限制</translation>
    </message>
    <message>
        <source>Max connections per address</source>
        <translation>每地址连接上限</translation>
    </message>
    <message>
        <source>Out buffer</source>
        <translation>发送缓冲区</translation>
    </message>
    <message>
        <source>Bytes that may wait for a device that does not read, then CLOSE 6</source>
        <translation>设备不读取时最多可积压的字节数，超过则 CLOSE 6</translation>
    </message>
    <message>
        <source>Max pending commands</source>
        <translation>待确认命令上限</translation>
    </message>
    <message>
        <source>Commands of one session that may wait for their acknowledgement</source>
        <translation>单个会话中可等待确认的命令数</translation>
    </message>
    <message>
        <source>Drain rate</source>
        <translation>排空速率</translation>
    </message>
    <message>
        <source>Sessions closed each second while the node drains</source>
        <translation>节点排空时每秒关闭的会话数</translation>
    </message>
    <message>
        <source>History file</source>
        <translation>历史文件</translation>
    </message>
    <message>
        <source>File that keeps what happened to each device over restarts; auto is in the user&apos;s data folder, empty keeps none</source>
        <translation>保存每台设备历史的文件，重启后仍在；auto 为用户数据目录，留空则不保存</translation>
    </message>
    <message>
        <source>Proxy protocol</source>
        <translation>PROXY 协议</translation>
    </message>
    <message>
        <source>Whether a proxy says the device&apos;s address ahead of HELLO; holds for connections to come</source>
        <translation>代理是否在 HELLO 之前说明设备的地址；对之后的连接生效</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必需</translation>
    </message>
    <message>
        <source>Proxy trusted</source>
        <translation>受信任的代理</translation>
    </message>
    <message>
        <source>Proxies that may say a device&apos;s address: addresses or networks</source>
        <translation>可以说明设备地址的代理：地址或网段</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Redis that joins nodes: redis://, rediss://, redis+cluster://, redis+sentinel://; empty is none</source>
        <translation>连接各节点的 Redis：redis://、rediss://、redis+cluster://、redis+sentinel://；留空则没有</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>Prefix of all keys and channels, so that fleets share one Redis</source>
        <translation>所有键和频道的前缀，让多个设备群共用一个 Redis</translation>
    </message>
    <message>
        <source>Password file</source>
        <translation>密码文件</translation>
    </message>
    <message>
        <source>File whose first line is Redis&apos; password; credential:NAME is a credential that systemd hands over</source>
        <translation>第一行为 Redis 密码的文件；credential:NAME 是由 systemd 交给程序的凭据</translation>
    </message>
    <message>
        <source>Ca file</source>
        <translation>CA 文件</translation>
    </message>
    <message>
        <source>PEM file of the authority that signed Redis&apos; certificate, for rediss://; empty is the system&apos;s</source>
        <translation>签发 Redis 证书的机构的 PEM 文件，用于 rediss://；留空则用系统的</translation>
    </message>
    <message>
        <source>Lease</source>
        <translation>租约</translation>
    </message>
    <message>
        <source>How long a silent node still counts as alive</source>
        <translation>不出声的节点还会被视为存活多久</translation>
    </message>
    <message>
        <source>Uplink shards</source>
        <translation>上行分片数</translation>
    </message>
    <message>
        <source>Streams that reports are spread over</source>
        <translation>上报分散到多少个流中</translation>
    </message>
    <message>
        <source>Uplink maxlen</source>
        <translation>上行长度上限</translation>
    </message>
    <message>
        <source>Entries that each uplink stream keeps, roughly</source>
        <translation>每个上行流大约保留的条目数</translation>
    </message>
    <message>
        <source>Uplink buffer</source>
        <translation>上行缓冲区</translation>
    </message>
    <message>
        <source>Bytes of reports that wait in memory while Redis is away</source>
        <translation>Redis 断开时可在内存中等待的上报字节数</translation>
    </message>
    <message>
        <source>Where /metrics, /healthz and /readyz are served, ADDR:PORT; empty is off</source>
        <translation>提供 /metrics、/healthz 和 /readyz 的地址，地址:端口；留空则关闭</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>程序文件</translation>
    </message>
    <message>
        <source>nginx in front of the nodes, for the checks; empty looks for it</source>
        <translation>节点前面的 nginx，供检查使用；留空则自动查找</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>Its main configuration file; empty is the one that it runs with</source>
        <translation>nginx 的主配置文件；留空则用它正在使用的那个</translation>
    </message>
    <message>
        <source>Expected devices</source>
        <translation>预计设备数</translation>
    </message>
    <message>
        <source>Devices that nginx must have room for; 0 is the sessions there are, and 1000 at least</source>
        <translation>nginx 必须容得下的设备数；0 为现有会话数，至少 1000</translation>
    </message>
    <message>
        <source>Where nginx takes devices, ADDR:PORT; empty keeps what is in use, or is 0.0.0.0:7700</source>
        <translation>nginx 接纳设备的地址，地址:端口；留空则沿用现有地址，或 0.0.0.0:7700</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Look of the window</source>
        <translation>窗口的外观</translation>
    </message>
    <message>
        <source>system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>窗口的语言</translation>
    </message>
    <message>
        <source>en</source>
        <translation>English</translation>
    </message>
    <message>
        <source>zh_CN</source>
        <translation>简体中文</translation>
    </message>
    <message>
        <source>Most connections of one address, or of one IPv6 network of /64; 0 is no limit</source>
        <translation>单个地址（IPv6 按 /64 网段计）的最大连接数；0 表示不限</translation>
    </message>
</context>
<context>
    <name>lk::ui::SetupPage</name>
    <message>
        <source>&amp;Run all checks</source>
        <translation>运行全部检查</translation>
    </message>
    <message>
        <source>Look at everything that stands around the nodes; nothing is changed</source>
        <translation>查看节点周边的一切；不做任何改动</translation>
    </message>
    <message>
        <source>Run the checks of this &amp;area</source>
        <translation>运行此类检查</translation>
    </message>
    <message>
        <source>Run the checks of the area that is chosen</source>
        <translation>运行所选类别的检查</translation>
    </message>
    <message>
        <source>&amp;Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>End every check that waits, runs or hangs</source>
        <translation>结束所有等待、运行或卡住的检查</translation>
    </message>
    <message>
        <source>Copy all &amp;findings</source>
        <translation>复制全部检查结果</translation>
    </message>
    <message>
        <source>Copy everything that was found, with evidence and fixes, as text</source>
        <translation>把全部检查结果连同依据和修复办法复制为文本</translation>
    </message>
    <message>
        <source>&amp;Export findings…</source>
        <translation>导出检查结果…</translation>
    </message>
    <message>
        <source>Write everything that was found into a text file</source>
        <translation>把全部检查结果写入文本文件</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copied all findings</source>
        <translation>已复制全部检查结果</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>nginx</source>
        <translation>nginx</translation>
    </message>
    <message>
        <source>Who goes where</source>
        <translation>节点分配</translation>
    </message>
    <message>
        <source>Parts of the setup</source>
        <translation>环境的各部分</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>Run an area</source>
        <translation>运行所选类别</translation>
    </message>
    <message>
        <source>%1 checks, not run yet</source>
        <translation>%1 项检查，尚未运行</translation>
    </message>
    <message>
        <source>a check hangs; so far %1</source>
        <translation>有检查卡住；目前 %1</translation>
    </message>
    <message>
        <source>checking; so far %1</source>
        <translation>检查中；目前 %1</translation>
    </message>
    <message>
        <source>  Why it matters: %1</source>
        <translation>  为什么重要：%1</translation>
    </message>
    <message>
        <source>  To mend it: %1</source>
        <translation>  修复办法：%1</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Export findings</source>
        <translation>导出检查结果</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Wrote all findings to %1</source>
        <translation>已将全部检查结果写入 %1</translation>
    </message>
    <message>
        <source>What was found around the nodes, and how it is mended</source>
        <translation>在节点周边发现了什么，以及如何修复</translation>
    </message>
    <message>
        <source>The configuration that is in use beside the one that the live nodes ask for</source>
        <translation>正在使用的配置，与按当前在线节点应有的配置对照</translation>
    </message>
    <message>
        <source>Which node nginx gives an address, and the share of each</source>
        <translation>nginx 为某个地址选哪个节点，以及各节点的份额</translation>
    </message>
</context>
<context>
    <name>lk::ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Every action that has a key, and its key</source>
        <translation>所有带快捷键的操作及其按键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Everywhere: next control</source>
        <translation>任意位置：下一个控件</translation>
    </message>
    <message>
        <source>Everywhere: previous control</source>
        <translation>任意位置：上一个控件</translation>
    </message>
    <message>
        <source>Everywhere: menus</source>
        <translation>任意位置：菜单</translation>
    </message>
    <message>
        <source>Filter: clear it. Dialog: close it</source>
        <translation>筛选框：清空。对话框：关闭</translation>
    </message>
    <message>
        <source>Filter: go to the rows</source>
        <translation>筛选框：转到各行</translation>
    </message>
    <message>
        <source>Table: copy the selected rows</source>
        <translation>表格：复制选中的行</translation>
    </message>
    <message>
        <source>Table: select all rows</source>
        <translation>表格：选中所有行</translation>
    </message>
    <message>
        <source>Table: what can be done with the rows</source>
        <translation>表格：可对这些行做的操作</translation>
    </message>
    <message>
        <source>Close this list</source>
        <translation>关闭此列表</translation>
    </message>
</context>
<context>
    <name>lk::ui::Sparkline</name>
    <message>
        <source>The last 10 minutes: least %1, most %2</source>
        <translation>最近 10 分钟：最低 %1，最高 %2</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%2 时为 %1</translation>
    </message>
</context>
<context>
    <name>lk::ui::StateFile</name>
    <message>
        <source>%1, which remembers the window&apos;s place and columns, can&apos;t be read. Delete it to have them remembered again.</source>
        <translation>%1 用来记住窗口的位置和列，但无法读取。删除它，即可重新记住。</translation>
    </message>
    <message>
        <source>%1, which remembers the window&apos;s place and columns, can&apos;t be read. It is kept as %2, and the window starts anew.</source>
        <translation>%1 用来记住窗口的位置和列，但无法读取。已另存为 %2，窗口重新开始记录。</translation>
    </message>
</context>
<context>
    <name>lk::ui::SystemTray</name>
    <message>
        <source>Linekeeper</source>
        <translation>Linekeeper</translation>
    </message>
    <message>
        <source>&amp;Show the window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Show the window of Linekeeper</source>
        <translation>显示 Linekeeper 的窗口</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Send the devices away and quit</source>
        <translation>送走设备并退出</translation>
    </message>
</context>
<context>
    <name>lk::ui::TableView</name>
    <message>
        <source>Copy rows</source>
        <translation>复制行</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy the selected rows as text</source>
        <translation>把选中的行复制为文本</translation>
    </message>
    <message>
        <source>Write all rows that the filter lets through to a CSV file</source>
        <translation>把符合筛选条件的所有行写入 CSV 文件</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>已复制 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>导出为 CSV</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation>
            <numerusform>已将 %n 行写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Co&amp;lumns…</source>
        <translation>列…</translation>
    </message>
    <message>
        <source>Choose which columns are shown, and in which order</source>
        <translation>选择显示哪些列，以及列的顺序</translation>
    </message>
</context>
<context>
    <name>lk::ui::TargetField</name>
    <message>
        <source>&apos;%1&apos; is no device id: 1 to 64 of A-Z a-z 0-9 . _ : -</source>
        <translation>“%1”不是设备 ID：须为 1 到 64 个字符，可用 A-Z a-z 0-9 . _ : -</translation>
    </message>
    <message>
        <source>All connected devices that match: node:n1 addr:10.2. idle&gt;60s</source>
        <translation>所有符合条件的在线设备：node:n1 addr:10.2. idle&gt;60s</translation>
    </message>
    <message>
        <source>Filter of the targets</source>
        <translation>目标的筛选</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV 文件</translation>
    </message>
    <message>
        <source>Kind of targets</source>
        <translation>目标的类型</translation>
    </message>
    <message>
        <source>Devices by name, all connected ones that a filter lets through, or those of a CSV file</source>
        <translation>按名称列出的设备、符合筛选条件的所有在线设备，或 CSV 文件中的设备</translation>
    </message>
    <message>
        <source>A file with a column of device ids, called &apos;device&apos;; others become placeholders</source>
        <translation>含有名为“device”的设备 ID 列的文件；其他列成为占位符</translation>
    </message>
    <message>
        <source>CSV file of the targets</source>
        <translation>目标的 CSV 文件</translation>
    </message>
    <message>
        <source>One line for each command. The column &apos;device&apos; has the ids; what stands in another one, say site, is put in place of {site}</source>
        <translation>每条命令一行。“device”列是设备 ID；其他列（例如 site）的内容会替换 {site}</translation>
    </message>
    <message>
        <source>Choose the CSV file</source>
        <translation>选择 CSV 文件</translation>
    </message>
    <message>
        <source>at most %1 devices can be typed: put them into a CSV file, or use a filter</source>
        <translation>最多可输入 %1 台设备：请放进 CSV 文件，或使用筛选</translation>
    </message>
    <message>
        <source>The file can&apos;t be used: %1</source>
        <translation>无法使用此文件：%1</translation>
    </message>
    <message>
        <source>Targets from a CSV file</source>
        <translation>来自 CSV 文件的目标</translation>
    </message>
    <message>
        <source>CSV (*.csv *.txt);;All files (*)</source>
        <translation>CSV (*.csv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Chosen devices</source>
        <translation>选定的设备</translation>
    </message>
    <message>
        <source>Choose others in their place</source>
        <translation>改选其他设备</translation>
    </message>
    <message numerus="yes">
        <source>%Ln device(s), as chosen</source>
        <translation>
            <numerusform>已选定的 %Ln 台设备</numerusform>
        </translation>
    </message>
    <message>
        <source>at most %1 devices get a command at a time: use a filter</source>
        <translation>一次最多向 %1 台设备发送命令：请改用筛选</translation>
    </message>
</context>
<context>
    <name>lk::ui::TemplateBar</name>
    <message>
        <source>A name is wanted.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>A name has at most %1 characters.</source>
        <translation>名称最多 %1 个字符。</translation>
    </message>
    <message>
        <source>Save as &amp;template…</source>
        <translation>存为模板…</translation>
    </message>
    <message>
        <source>Rename template…</source>
        <translation>重命名模板…</translation>
    </message>
    <message>
        <source>Delete template…</source>
        <translation>删除模板…</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Put a saved command into the form; its targets stay</source>
        <translation>把已保存的命令填入表单；目标保持不变</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Keep payload, delivery and timeout of the form under a name</source>
        <translation>以一个名称保存表单的载荷、投递方式和超时</translation>
    </message>
    <message>
        <source>Give the chosen template another name</source>
        <translation>给所选模板改名</translation>
    </message>
    <message>
        <source>Delete the chosen template</source>
        <translation>删除所选模板</translation>
    </message>
    <message>
        <source>No template yet</source>
        <translation>还没有模板</translation>
    </message>
    <message>
        <source>No template</source>
        <translation>不用模板</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Replace &apos;%1&apos;</source>
        <translation>替换“%1”</translation>
    </message>
    <message>
        <source>There are %1 templates already: delete one first.</source>
        <translation>已有 %1 个模板：请先删除一个。</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>存为模板</translation>
    </message>
    <message>
        <source>Name of the template</source>
        <translation>模板的名称</translation>
    </message>
    <message>
        <source>Saved the template &apos;%1&apos;</source>
        <translation>已保存模板“%1”</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Another template is called so.</source>
        <translation>已有同名的模板。</translation>
    </message>
    <message>
        <source>Rename a template</source>
        <translation>重命名模板</translation>
    </message>
    <message>
        <source>New name of the template</source>
        <translation>模板的新名称</translation>
    </message>
    <message>
        <source>The template &apos;%1&apos; is now called &apos;%2&apos;</source>
        <translation>模板“%1”现在叫“%2”</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>删除模板</translation>
    </message>
    <message>
        <source>Delete the template &apos;%1&apos;?</source>
        <translation>删除模板“%1”？</translation>
    </message>
    <message>
        <source>It can&apos;t be taken back.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete the template</source>
        <translation>删除模板</translation>
    </message>
    <message>
        <source>Deleted the template &apos;%1&apos;</source>
        <translation>已删除模板“%1”</translation>
    </message>
</context>
<context>
    <name>lk::ui::TemplateStore</name>
    <message>
        <source>The templates are not kept: %1 can&apos;t be written: %2</source>
        <translation>模板未能保存：无法写入 %1：%2</translation>
    </message>
    <message>
        <source>The templates can&apos;t be read: %1. The file was put aside as %2.</source>
        <translation>模板无法读取：%1。文件已另存为 %2。</translation>
    </message>
</context>
<context>
    <name>lk::ui::TimelineModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>%1, after %2</source>
        <translation>%1，历时 %2</translation>
    </message>
    <message>
        <source>command %1</source>
        <translation>命令 %1</translation>
    </message>
    <message>
        <source>command %1: %2</source>
        <translation>命令 %1：%2</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>from %1 at %2, session %3</source>
        <translation>来自 %1，在 %2，会话 %3</translation>
    </message>
    <message>
        <source>from %1, replaced an older session (now %2)</source>
        <translation>来自 %1，取代了较早的会话（现为 %2）</translation>
    </message>
</context>
<context>
    <name>lk::ui::TraceModel</name>
    <message>
        <source>→ from the device, ← to the device</source>
        <translation>→ 来自设备，← 发给设备</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>lk::ui::TracePanel</name>
    <message>
        <source>&amp;Trace</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Show the frames of the selected device as they pass, until it is switched off</source>
        <translation>显示所选设备收发的帧，直到关掉为止</translation>
    </message>
    <message>
        <source>&amp;Pause trace</source>
        <translation>暂停跟踪</translation>
    </message>
    <message>
        <source>Let the list of frames stand still; what passes meanwhile is shown afterwards</source>
        <translation>让帧列表停住；其间收发的帧稍后显示</translation>
    </message>
    <message>
        <source>Clear trace</source>
        <translation>清空跟踪</translation>
    </message>
    <message>
        <source>Forget the frames that are listed</source>
        <translation>清除列出的帧</translation>
    </message>
    <message>
        <source>Stop trace</source>
        <translation>停止跟踪</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Switch the trace on to see each frame, both ways, in hex and as text.</source>
        <translation>打开跟踪，即可以十六进制和文本查看双向的每一帧。</translation>
    </message>
    <message>
        <source>Waiting for the next frame.</source>
        <translation>正在等待下一帧。</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 more came while it stands still</source>
        <translation>停住期间又来了 %1 帧</translation>
    </message>
    <message>
        <source>%1 older ones are no longer kept</source>
        <translation>另有 %1 条较早的已不再保留</translation>
    </message>
    <message>
        <source>This frame has no payload.</source>
        <translation>此帧没有载荷。</translation>
    </message>
    <message>
        <source>%1 of %2 bytes</source>
        <translation>%1 / %2 字节</translation>
    </message>
    <message>
        <source>Frames of the device</source>
        <translation>设备的帧</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Bytes of the selected frame</source>
        <translation>选中帧的字节</translation>
    </message>
    <message>
        <source>The selected frame in hex and as text; at most its first 1024 bytes</source>
        <translation>以十六进制和文本显示选中的帧；最多显示前 1024 字节</translation>
    </message>
</context>
<context>
    <name>lk::ui::TroubleBanners</name>
    <message>
        <source>%1 is out of file descriptors: it keeps its sessions and lets no new device in. Raise the limit of open files (ulimit -n), or lower node.max-sessions.</source>
        <translation>%1的文件描述符已用完：现有会话保持，但不再接纳新设备。请提高打开文件数的限制 (ulimit -n)，或调低 node.max-sessions。</translation>
    </message>
    <message>
        <source>Node %1</source>
        <translation>节点 %1</translation>
    </message>
    <message>
        <source>The node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>The bus is away.</source>
        <translation>总线已断开。</translation>
    </message>
    <message>
        <source>No link to Redis: %1</source>
        <translation>连不上 Redis：%1</translation>
    </message>
    <message>
        <source>Devices stay connected; durable commands and reports wait until it is back.</source>
        <translation>设备保持连接；持久命令和上报会等到它恢复。</translation>
    </message>
    <message>
        <source>What you see of the nodes is from before, and commands can&apos;t be sent until it is back.</source>
        <translation>您看到的节点情况是之前的，恢复之前无法发送命令。</translation>
    </message>
    <message numerus="yes">
        <source>The node is draining: %Ln connection(s) left.</source>
        <translation>
            <numerusform>节点正在排空：还剩 %Ln 个连接。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Draining %1: %Ln connection(s) left.</source>
        <translation>
            <numerusform>%1 正在排空：还剩 %Ln 个连接。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 does not answer. It counts as alive until its lease in Redis ends; its devices are shown as they were.</source>
        <translation>%1 没有应答。在 Redis 中的租约到期之前仍视为存活；显示的是它的设备之前的情况。</translation>
    </message>
    <message>
        <source>%1 is dead: its lease in Redis has ended, and its devices count as offline until they are back on another node.</source>
        <translation>%1 已失效：它在 Redis 中的租约已到期，它的设备在连到其他节点之前视为离线。</translation>
    </message>
    <message>
        <source>No node can be seen, and no command can be sent, until it is back.</source>
        <translation>在它恢复之前，看不到任何节点，也无法发送命令。</translation>
    </message>
    <message>
        <source>The node is drained. Only a restart of Linekeeper lets devices in again.</source>
        <translation>节点已排空。只有重新启动 Linekeeper 才会再接纳设备。</translation>
    </message>
    <message numerus="yes">
        <source>Node lost: %1, with %Ln session(s) as last known. Its devices count as offline until they are back on another node.</source>
        <translation>
            <numerusform>节点丢失：%1，最后所知有 %Ln 个会话。在连回其他节点之前，其设备视为离线。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::WindowActions</name>
    <message>
        <source>Run &amp;demo devices</source>
        <translation>运行演示设备</translation>
    </message>
    <message>
        <source>Start simulated devices on this node</source>
        <translation>在本节点上启动模拟设备</translation>
    </message>
    <message>
        <source>&amp;New command</source>
        <translation>新建命令</translation>
    </message>
    <message>
        <source>Open the command form</source>
        <translation>打开命令表单</translation>
    </message>
    <message>
        <source>Send a command</source>
        <translation>发送命令</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>全部事件</translation>
    </message>
    <message>
        <source>Open the events</source>
        <translation>打开事件页</translation>
    </message>
    <message>
        <source>Show nodes</source>
        <translation>显示节点</translation>
    </message>
    <message>
        <source>Open the nodes</source>
        <translation>打开节点页</translation>
    </message>
    <message>
        <source>Show setup</source>
        <translation>打开环境页</translation>
    </message>
    <message>
        <source>Open the setup, where it is mended</source>
        <translation>打开环境页，在那里修复</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Ask the node for everything anew, and sort again</source>
        <translation>向节点重新索取全部数据，并重新排序</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Go to the filter of this page</source>
        <translation>转到本页的筛选框</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings of Redis</source>
        <translation>Redis 设置</translation>
    </message>
    <message>
        <source>Open the settings at those that say how Redis is reached</source>
        <translation>打开设置中连接 Redis 的部分</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Send the devices away and quit</source>
        <translation>送走设备并退出</translation>
    </message>
    <message>
        <source>&amp;About Linekeeper</source>
        <translation>关于 Linekeeper</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本和许可证</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Change the look of the window</source>
        <translation>更改窗口的外观</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到%1</translation>
    </message>
    <message>
        <source>Change the language of the window</source>
        <translation>更改窗口的语言</translation>
    </message>
    <message>
        <source>&amp;Find an action…</source>
        <translation>查找操作…</translation>
    </message>
    <message>
        <source>Type what you look for: an action, a page, or a device</source>
        <translation>输入要查找的内容：操作、页面或设备</translation>
    </message>
    <message>
        <source>&amp;Connections…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Attach this console to another node or cluster</source>
        <translation>让此控制台连接到另一个节点或集群</translation>
    </message>
    <message>
        <source>&amp;Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>See everything, and change nothing at nodes, devices and this machine&apos;s setup</source>
        <translation>可以查看一切，但不改动节点、设备和本机的环境</translation>
    </message>
    <message>
        <source>Keep running in the &amp;tray when closed</source>
        <translation>关闭后在托盘中继续运行</translation>
    </message>
    <message>
        <source>Closing the window leaves the program in the tray; Quit ends it</source>
        <translation>关闭窗口后程序留在托盘中；选择“退出”才会结束</translation>
    </message>
    <message>
        <source>&amp;Notify when somebody is needed</source>
        <translation>需要有人处理时通知</translation>
    </message>
    <message>
        <source>Say it on the desktop when Redis is away, a lease is lost or a check finds a problem</source>
        <translation>Redis 断开、失去租约或检查发现问题时，在桌面上通知</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>List every key of this window</source>
        <translation>列出此窗口的所有快捷键</translation>
    </message>
</context>
<context>
    <name>lk::ui::device_cells</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>最近收到</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>Out-buffer</source>
        <translation>发送缓冲区</translation>
    </message>
    <message>
        <source>Last close</source>
        <translation>上次断开</translation>
    </message>
    <message>
        <source>The id that the device named in its HELLO</source>
        <translation>设备在 HELLO 中报出的 ID</translation>
    </message>
    <message>
        <source>The gateway node that holds the session</source>
        <translation>持有会话的网关节点</translation>
    </message>
    <message>
        <source>Where the device connects from, behind a proxy its real address</source>
        <translation>设备的来源地址；在代理之后则为其真实地址</translation>
    </message>
    <message>
        <source>The wire protocol that the device speaks, with its version</source>
        <translation>设备使用的线路协议及其版本</translation>
    </message>
    <message>
        <source>Time since the device said HELLO</source>
        <translation>设备发出 HELLO 以来的时间</translation>
    </message>
    <message>
        <source>Time since the device&apos;s last frame of any kind</source>
        <translation>距收到设备上一帧（任何类型）的时间</translation>
    </message>
    <message>
        <source>Reports of this session</source>
        <translation>此会话的上报数</translation>
    </message>
    <message>
        <source>Commands handed to the session and not acknowledged yet</source>
        <translation>已交给会话但尚未确认的命令</translation>
    </message>
    <message>
        <source>Bytes that wait for the device to read them</source>
        <translation>等待设备读取的字节数</translation>
    </message>
    <message>
        <source>Why the device&apos;s session before this one ended</source>
        <translation>设备的上一个会话为什么结束</translation>
    </message>
    <message>
        <source>Connected for, seconds</source>
        <translation>连接时长（秒）</translation>
    </message>
    <message>
        <source>Last heard, seconds ago</source>
        <translation>最近收到（秒前）</translation>
    </message>
    <message>
        <source>Out-buffer, bytes</source>
        <translation>发送缓冲区（字节）</translation>
    </message>
    <message>
        <source>Up for</source>
        <translation>连接时长</translation>
    </message>
</context>
<context>
    <name>lk::ui::words</name>
    <message>
        <source>Good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>nginx</source>
        <translation>nginx</translation>
    </message>
    <message>
        <source>Firewall</source>
        <translation>防火墙</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>连通</translation>
    </message>
    <message>
        <source>whether nginx leads every device to a live node, and cuts none that is silent</source>
        <translation>nginx 是否把每台设备引向在线的节点，并且不切断沉默的设备</translation>
    </message>
    <message>
        <source>whether the firewall lets devices in, on which networks</source>
        <translation>防火墙是否放行设备，以及在哪些网络上放行</translation>
    </message>
    <message>
        <source>whether Redis keeps routes and durable commands, and answers soon enough</source>
        <translation>Redis 是否保存路由和持久命令，应答是否够快</translation>
    </message>
    <message>
        <source>whether the ports are free, or who has them</source>
        <translation>端口是否空闲，或者被谁占用</translation>
    </message>
    <message>
        <source>whether the system lets as many devices in as the settings say</source>
        <translation>系统是否容得下设置中所说的设备数</translation>
    </message>
    <message>
        <source>whether a device gets through to a node, tried from this machine&apos;s addresses</source>
        <translation>从本机的各地址试连，看设备能否连通到节点</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已略过</translation>
    </message>
    <message>
        <source>Taken back. Run the check again to see what it says now.</source>
        <translation>已撤销。请再运行一次检查，看现在的结果。</translation>
    </message>
    <message>
        <source>Done. Run the check again to see what it says now.</source>
        <translation>已完成。请再运行一次检查，看现在的结果。</translation>
    </message>
    <message>
        <source>The commands before it were run.</source>
        <translation>它之前的命令已经运行。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有改动任何内容。</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 失败：%2</translation>
    </message>
    <message>
        <source>it gave no reason.</source>
        <translation>没有给出原因。</translation>
    </message>
    <message>
        <source>The administrator&apos;s rights were not given, so nothing was changed.</source>
        <translation>未授予管理员权限，因此没有改动任何内容。</translation>
    </message>
    <message>
        <source>It takes an administrator&apos;s rights, and there is no pkexec here to ask for them. Copy the commands and run them in a terminal.</source>
        <translation>需要管理员权限，而这里没有 pkexec 可以询问。请复制命令，在终端中运行。</translation>
    </message>
    <message>
        <source>Cancelled after the first commands were run.</source>
        <translation>在前几条命令运行之后取消。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>已取消；没有改动任何内容。</translation>
    </message>
    <message>
        <source>said goodbye</source>
        <translation>正常告别</translation>
    </message>
    <message>
        <source>protocol error</source>
        <translation>协议错误</translation>
    </message>
    <message>
        <source>not authorised</source>
        <translation>未授权</translation>
    </message>
    <message>
        <source>replaced by a newer session</source>
        <translation>被新会话取代</translation>
    </message>
    <message>
        <source>keepalive missed</source>
        <translation>保活超时</translation>
    </message>
    <message>
        <source>node draining</source>
        <translation>节点排空</translation>
    </message>
    <message>
        <source>over a limit</source>
        <translation>超出限制</translation>
    </message>
    <message>
        <source>kicked</source>
        <translation>被踢下线</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>written</source>
        <translation>已写出</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>unacknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>disconnected</source>
        <translation>已断开</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>the device&apos;s code %1</source>
        <translation>设备返回码 %1</translation>
    </message>
    <message>
        <source>waits for the device</source>
        <translation>等待设备上线</translation>
    </message>
    <message>
        <source>Node ready</source>
        <translation>节点就绪</translation>
    </message>
    <message>
        <source>Listening failed</source>
        <translation>监听失败</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation>已断开</translation>
    </message>
    <message>
        <source>Took over</source>
        <translation>接管</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝连接</translation>
    </message>
    <message>
        <source>Protocol error</source>
        <translation>协议错误</translation>
    </message>
    <message>
        <source>Accepting paused</source>
        <translation>暂停接纳</translation>
    </message>
    <message>
        <source>Accepting resumed</source>
        <translation>恢复接纳</translation>
    </message>
    <message>
        <source>Command failed</source>
        <translation>命令失败</translation>
    </message>
    <message>
        <source>Kicked</source>
        <translation>踢下线</translation>
    </message>
    <message>
        <source>Drain started</source>
        <translation>开始排空</translation>
    </message>
    <message>
        <source>Drain finished</source>
        <translation>排空完成</translation>
    </message>
    <message>
        <source>Settings reloaded</source>
        <translation>设置已重载</translation>
    </message>
    <message>
        <source>Bus up</source>
        <translation>总线已连接</translation>
    </message>
    <message>
        <source>Bus down</source>
        <translation>总线已断开</translation>
    </message>
    <message>
        <source>Message refused</source>
        <translation>拒绝消息</translation>
    </message>
    <message>
        <source>History not written</source>
        <translation>历史未写入</translation>
    </message>
    <message>
        <source>accepts devices at %1</source>
        <translation>在 %1 接纳设备</translation>
    </message>
    <message>
        <source>there are file descriptors again</source>
        <translation>又有文件描述符可用了</translation>
    </message>
    <message>
        <source>every connection has ended</source>
        <translation>所有连接都已结束</translation>
    </message>
    <message>
        <source>the running node took them</source>
        <translation>运行中的节点已采用</translation>
    </message>
    <message>
        <source>by an operator</source>
        <translation>由操作员执行</translation>
    </message>
    <message>
        <source>up</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>排空中</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>It answers, and lets devices in</source>
        <translation>有应答，并接纳设备</translation>
    </message>
    <message>
        <source>It lets no new device in, and sends those away that it has</source>
        <translation>不再接纳新设备，并送走现有设备</translation>
    </message>
    <message>
        <source>Its lease in Redis runs, but it does not answer</source>
        <translation>它在 Redis 中的租约仍有效，但没有应答</translation>
    </message>
    <message>
        <source>Its lease in Redis has ended; what it left is being cleaned up</source>
        <translation>它在 Redis 中的租约已到期；遗留内容正在清理</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>%1 (command %2)</source>
        <translation>%1（命令 %2）</translation>
    </message>
    <message>
        <source>%1: %2 (command %3)</source>
        <translation>%1：%2（命令 %3）</translation>
    </message>
    <message>
        <source>from %1, session %2</source>
        <translation>来自 %1，会话 %2</translation>
    </message>
    <message>
        <source>from %1, replaced an older session (now %2)</source>
        <translation>来自 %1，取代了较早的会话（现为 %2）</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>code %1</source>
        <translation>返回码 %1</translation>
    </message>
    <message>
        <source>Id used twice</source>
        <translation>ID 重复使用</translation>
    </message>
    <message>
        <source>Node lost</source>
        <translation>节点失联</translation>
    </message>
    <message>
        <source>Node back</source>
        <translation>节点恢复</translation>
    </message>
    <message>
        <source>others had taken it for lost; it has said again what it holds</source>
        <translation>其他节点曾认为它已失联；它已重新声明其持有的设备</translation>
    </message>
</context>
</TS>
