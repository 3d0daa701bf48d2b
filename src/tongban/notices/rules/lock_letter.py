"""What the holder of an account is told when too many wrong passwords locked it."""

LOCKED_SUBJECT = "您的账号因多次输错密码，已暂停用密码登录"
LOCKED_BODY = (
    "有人连续多次输错您账号的密码，{until} 之前不能用密码登录；已经登录的不受影响，其他登录方式照常可用。"
    "如果是您本人，请到时再试，或者联系系统管理员解除。如果不是您本人，请在登录后改一个更难猜的密码，并开启两步验证。"
)
