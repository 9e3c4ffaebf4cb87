# One mistake of one block is told once, with the first instance, also where the instances differ in the zone.
resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-central-1b"
}

resource "aws_subnet" "c" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.3.0/24"
  availability_zone = "eu-central-1c"
}

locals {
  back = { b = aws_subnet.b.id, c = aws_subnet.c.id }
}

resource "aws_network_interface" "back" {
  for_each = local.back

  subnet_id       = each.value
  security_groups = ["sg-0123456789abcdef0"]

  attachment {
    instance     = aws_instance.app[each.key].id
    device_index = 1
  }
}

resource "aws_instance" "app" {
  for_each = local.back

  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
  subnet_id     = aws_subnet.a.id
}

# The same in a module that is called once for each.
module "app" {
  source   = "./app"
  for_each = { b = aws_subnet.b.id, c = aws_subnet.c.id }

  front_subnet_id = aws_subnet.a.id
  back_subnet_id  = each.value
}

# Another call of the module counts as well.
module "other" {
  source = "./app"

  front_subnet_id = aws_subnet.a.id
  back_subnet_id  = aws_subnet.b.id
}

# What one instance has wrong twice is told twice: both addresses are unusable.
resource "aws_network_interface" "fixed" {
  count = 2

  subnet_id       = aws_subnet.a.id
  private_ips     = count.index == 0 ? ["10.0.1.1", "10.0.9.9"] : ["10.0.1.2", "10.0.9.10"]
  security_groups = ["sg-0123456789abcdef0"]
}
