//! The `model` file of a component: a list of nodes with their attributes and weights, as thinc writes it.

use crate::error::Fault;
use crate::msgpack::{self, Value};

/// The nodes of a network, in the order of thinc's breadth-first walk.
#[derive(Debug)]
pub struct Model<'b> {
    root: Value<'b>,
}

/// One node.
#[derive(Debug, Clone, Copy)]
pub struct Node<'m, 'b> {
    pub name: &'m str,
    info: &'m Value<'b>,
    attrs: &'m Value<'b>,
    params: &'m Value<'b>,
}

/// Weights with their shape.
#[derive(Debug)]
pub struct Array {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

impl<'b> Model<'b> {
    pub fn read(bytes: &'b [u8]) -> Result<Self, Fault> {
        Ok(Self { root: msgpack::read(bytes)? })
    }

    /// All nodes.
    pub fn nodes(&self) -> Result<Vec<Node<'_, 'b>>, Fault> {
        let list = |key| Ok::<_, Fault>(self.root.field(key)?.items());
        let (infos, attrs, params) = (list("nodes")?, list("attrs")?, list("params")?);
        let nodes = infos.iter().zip(attrs).zip(params);
        nodes
            .map(|((info, attrs), params)| Ok(Node { name: info.field("name")?.str()?, info, attrs, params }))
            .collect()
    }
}

impl<'m> Node<'m, '_> {
    /// Weights of the node.
    pub fn param(&self, name: &str) -> Result<Array, Fault> {
        let array = self.params.field(name).and_then(Array::read);
        array.map_err(|fault| format!("weights {name} of node \"{}\": {fault}", self.name))
    }

    /// Weights of the node, which must have so many dimensions.
    pub fn param_of<const N: usize>(&self, name: &str) -> Result<([usize; N], Vec<f32>), Fault> {
        let array = self.param(name)?;
        let shape = array.shape.try_into();
        let shape = shape.map_err(|_| format!("weights {name} of node \"{}\" have a wrong shape", self.name))?;
        Ok((shape, array.data))
    }

    /// Index of a node that this one refers to by a name.
    pub fn reference(&self, name: &str) -> Option<usize> {
        usize::try_from(self.info.get("refs")?.get(name)?.int()?).ok()
    }

    /// An attribute; thinc packs each by itself.
    pub fn attr(&self, name: &str) -> Result<Value<'m>, Fault> {
        match self.attrs.field(name)? {
            Value::Bin(bytes) => msgpack::read(bytes),
            value => Ok(value.clone()),
        }
    }

    /// A whole number among the attributes.
    pub fn attr_int(&self, name: &str) -> Result<usize, Fault> {
        let value = self.attr(name)?.int().and_then(|value| value.try_into().ok());
        value.ok_or_else(|| format!("attribute {name} of node \"{}\" is no number", self.name))
    }
}

impl Array {
    fn read(value: &Value<'_>) -> Result<Self, Fault> {
        if value.field("type")?.str()? != "<f4" {
            return Err("only 32-bit floats are known".into());
        }
        let Value::Bin(bytes) = value.field("data")? else { return Err("the data are missing".into()) };
        let size = |value: &Value<'_>| value.int().and_then(|size| usize::try_from(size).ok());
        let shape: Option<Vec<usize>> = value.field("shape")?.items().iter().map(size).collect();
        let shape = shape.ok_or("the shape is no list of sizes")?;
        let count = shape.iter().try_fold(4, |count: usize, &size| count.checked_mul(size));
        if count != Some(bytes.len()) {
            return Err("the shape does not fit the data".into());
        }
        let data: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        if data.iter().any(|value| !value.is_finite()) {
            return Err("a weight is not a finite number".into());
        }
        Ok(Self { shape, data })
    }
}
